import type {Iin} from './ids.ts';

/** What nobody sees: white space, control, format and other invisible characters. */
const UNSEEN = /^[\s\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}]+/u;

/**
 * The one spelling of an IIN, for source, tables, import and register: without what nobody sees around it, or null when
 * nothing is left.
 */
export function parseIin(raw: string | null): Iin | null {
  const iin = raw === null ? '' : trimUnseen(raw);
  return iin === '' ? null : (iin as Iin);
}

/** A text without what nobody sees at its ends. */
export function trimUnseen(text: string): string {
  if (isPrintable(text.charCodeAt(0)) && isPrintable(text.charCodeAt(text.length - 1))) return text;
  const rest = text.replace(UNSEEN, '');
  return rest.slice(0, endOfSeen(rest));
}

/** A printable ASCII character: what nearly all ids begin and end with. */
function isPrintable(code: number): boolean {
  return code > 0x20 && code < 0x7f;
}

/** From behind, character by character: a pattern for the end takes the square of a long text's time. */
function endOfSeen(text: string): number {
  let end = text.length;
  while (end > 0) {
    const from = end - ((text.codePointAt(end - 2) ?? 0) > 0xffff ? 2 : 1);
    if (!UNSEEN.test(text.slice(from, end))) break;
    end = from;
  }
  return end;
}
