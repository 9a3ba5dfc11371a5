import type {Database} from '../../domain/tables.ts';
import type {Warning} from '../../domain/warnings.ts';

/** Oracle's one-byte character sets by the names that TextDecoder knows; what is not here is taken to hold everything. */
const DECODERS: Readonly<Record<string, string>> = {
  ...{CL8MSWIN1251: 'windows-1251', CL8ISO8859P5: 'iso-8859-5', CL8KOI8R: 'koi8-r', RU8PC866: 'ibm866'},
  ...{WE8MSWIN1252: 'windows-1252', WE8ISO8859P1: 'windows-1252', WE8ISO8859P15: 'iso-8859-15'},
  ...{EE8MSWIN1250: 'windows-1250', TR8MSWIN1254: 'windows-1254', BLT8MSWIN1257: 'windows-1257'},
};

/** The letters that a database of this character set replaces by others, without an error. */
export function lostLetters(texts: readonly string[], charset: string, database: Database): Warning[] {
  const decoder = DECODERS[charset];
  if (decoder === undefined) return [];
  const held = new Set(new TextDecoder(decoder).decode(Uint8Array.from({length: 256}, (_, i) => i)));
  const lost = new Set(texts.flatMap((text) => [...text]).filter((letter) => !held.has(letter)));
  return lost.size === 0 ? [] : [{kind: 'lost_letters', database, letters: [...lost].sort().join(' ')}];
}
