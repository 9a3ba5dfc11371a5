import {cutText} from '../../../domain/graphemes.ts';

const BREAKS = /[\p{Cc}\p{Zl}\p{Zp}]+/gu;
const BIDI_CONTROLS = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

/** A text that can neither begin a line of its own nor turn around what stands beside it. */
export function oneLine(text: string): string {
  return text.replace(BREAKS, ' ').replace(BIDI_CONTROLS, '').trim();
}

/** At most `limit` characters of a text; the attachment has it in full. */
export function shorten(text: string, limit: number): string {
  const shown = cutText(text, limit);
  return shown === text ? text : `${shown}… (полностью — во вложении)`;
}
