import {graphemeBoundary} from './graphemes.ts';
import type {BusinessDate, GroupLetter} from './ids.ts';

/** TAB1–TAB5 of a group's rows. */
export type TabValues = readonly [string | null, string | null, string | null, string | null, string | null];

/** What TAB1–TAB5 hold where no database says otherwise. */
export const COLUMN_BYTES = 255;

/** How each value that this service makes begins; such a value is never copied from an older row. */
const GENERATED = [
  /^Daily Distribution Group [A-E]$/,
  /^Generated on \d{4}-\d{2}-\d{2}$/,
  /^Count: \d+$/,
  /^Campaign: /,
  /^Group Type: (Control|Target)$/,
];

/** The values for a group's new rows: those of its earliest row, or made anew where there is none or it was ours. */
export function tabValues(
  group: {letter: GroupLetter; size: number; campaignName: string; businessDate: BusinessDate},
  earliest: TabValues | null,
): TabValues {
  const generated = [
    `Daily Distribution Group ${group.letter}`,
    `Generated on ${group.businessDate}`,
    `Count: ${group.size}`,
    `Campaign: ${group.campaignName}`,
    `Group Type: ${group.letter === 'A' ? 'Control' : 'Target'}`,
  ];
  const values = generated.map((fresh, i) => {
    const old = earliest ? earliest[i]! : fresh;
    return old !== null && GENERATED[i]!.test(old) ? cutToBytes(fresh, COLUMN_BYTES) : old;
  });
  return values as unknown as TabValues;
}

/** Whether a row with these values was made by this service, of whatever installation, on that date. */
export function areMadeOn(tabs: TabValues, date: BusinessDate): boolean {
  return tabs[1]?.trimEnd() === `Generated on ${date}`;
}

/** The longest beginning of `text` that fits `bytes` in UTF-8 and ends on a whole character as a reader sees it. */
export function cutToBytes(text: string, bytes: number): string {
  let used = 0;
  let end = 0;
  for (const character of text) {
    const code = character.codePointAt(0)!;
    used += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
    if (used > bytes) break;
    end += character.length;
  }
  return text.slice(0, graphemeBoundary(text, end));
}
