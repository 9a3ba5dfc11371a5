import type {TabValues} from '../../domain/tab-values.ts';
import type {Column, Columns} from './catalogue.ts';

/** The values as far as the table's columns hold them, each ending on a whole character. */
export function fitTabs(tabs: TabValues, {all, charset}: Columns, table: string): TabValues {
  const bytesOf = bytesIn(charset);
  const columns = all.filter((column) => column.table === table.toUpperCase());
  const fitted = tabs.map((value, i) => {
    const column = columns.find(({name}) => name === `TAB${i + 1}`);
    return value === null || !column ? value : cut(value, column, bytesOf);
  });
  return fitted as unknown as TabValues;
}

function cut(text: string, {length, counts}: Column, bytesOf: (character: string) => number): string {
  let [used, end] = [0, 0];
  for (const character of text) {
    used += counts === 'characters' ? 1 : bytesOf(character);
    if (used > length) break;
    end += character.length;
  }
  return text.slice(0, end);
}

/** Oracle's names of character sets tell the bits of a character: WE8…, CL8…, US7…. All others are counted as UTF-8. */
function bytesIn(charset: string): (character: string) => number {
  if (/^[A-Z]{2,3}[78][A-Z]/.test(charset)) return () => 1;
  // Its characters beyond U+FFFF are two of three bytes.
  if (charset === 'UTF8') return (character) => (character.length > 1 ? 6 : Buffer.byteLength(character));
  return (character) => Buffer.byteLength(character);
}
