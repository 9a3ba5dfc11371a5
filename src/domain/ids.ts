/** The names this domain is spoken in. Each is a string that has passed its parser; parsers answer null for a bad one. */

declare const brand: unique symbol;
type Branded<Name extends string> = string & {readonly [brand]: Name};

/** A run's stream: `distribution-2024-01-15`, a second run of that date `distribution-2024-01-15.2`. */
export type RunId = Branded<'RunId'>;
/** A day in the schedule's time zone, `YYYY-MM-DD`. */
export type BusinessDate = Branded<'BusinessDate'>;
/** A row of SoftCollection_theories or a group: `SC00000001` or `SC00000001.1`. */
export type TheoryId = Branded<'TheoryId'>;
/** A person's identifier: an opaque, trimmed, non-empty string. Never shown, logged or stored in an event. */
export type Iin = Branded<'Iin'>;
/** A moment, `2024-01-15T03:00:00.000Z`. */
export type IsoInstant = Branded<'IsoInstant'>;
/** A database's own wall clock to the second, `YYYY-MM-DD HH:MM:SS`. */
export type WallTime = Branded<'WallTime'>;

export const GROUP_LETTERS = ['A', 'B', 'C', 'D', 'E'] as const;
/** A is the control group. */
export type GroupLetter = (typeof GROUP_LETTERS)[number];

const RUN_ID = /^distribution-(\d{4}-\d{2}-\d{2})(?:\.([2-9]|[1-9]\d+))?$/;
const THEORY_ID = /^(SC\d{8})(?:\.\d+)?$/;

export function parseBusinessDate(text: string): BusinessDate | null {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return null;
  const time = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text) ? (text as BusinessDate) : null;
}

export function parseTheoryId(text: string): TheoryId | null {
  return THEORY_ID.test(text) ? (text as TheoryId) : null;
}

export function parseRunId(text: string): RunId | null {
  return parseBusinessDate(RUN_ID.exec(text)?.[1] ?? '') ? (text as RunId) : null;
}

/** The n-th run of a date, n from 1. */
export function runId(date: BusinessDate, n: number): RunId {
  return (n === 1 ? `distribution-${date}` : `distribution-${date}.${n}`) as RunId;
}

export function businessDateOf(run: RunId): BusinessDate {
  return RUN_ID.exec(run)![1] as BusinessDate;
}

/** 1 for the first run of a date, 2 for `….2`. */
export function ordinalOf(run: RunId): number {
  return Number(RUN_ID.exec(run)![2] ?? 1);
}

/** Runs in the order they were made: by date, then by ordinal. */
export function compareRunIds(a: RunId, b: RunId): number {
  const [dateA, dateB] = [businessDateOf(a), businessDateOf(b)];
  return dateA === dateB ? ordinalOf(a) - ordinalOf(b) : dateA < dateB ? -1 : 1;
}

/** A text by which runs sort as `compareRunIds` has them; `2024-01-15.000000002`. */
export function runKey(run: RunId): string {
  return `${businessDateOf(run)}.${String(ordinalOf(run)).padStart(9, '0')}`;
}

/** The run whose key this is. */
export function runOfKey(key: string): RunId {
  return runId(key.slice(0, 10) as BusinessDate, Number(key.slice(11)));
}

/** The bounds between which the keys of a date's runs are. */
export function keysOf(date: BusinessDate): [from: string, to: string] {
  return [`${date}.`, `${date}.~`];
}

/** The part of a THEORY_ID before the dot: the campaign. */
export function campaignIdOf(theory: TheoryId): TheoryId {
  return THEORY_ID.exec(theory)![1] as TheoryId;
}

/** `<base>.1` for A … `<base>.5` for E. */
export function groupTheoryId(campaign: TheoryId, letter: GroupLetter): TheoryId {
  return `${campaign}.${GROUP_LETTERS.indexOf(letter) + 1}` as TheoryId;
}
