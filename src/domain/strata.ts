import type {Iin} from './ids.ts';
import {readPersonalNumber} from './personal-number.ts';
import {scrub} from './scrub.ts';

/** A column of the source as its driver answers it. */
export type ColumnValue = string | number | null;

/**
 * What people are told apart by: what their IIN says, a column of the source, its text as it is or its number between cut
 * points, or the group of an ended campaign that they were in. Birth decade and not age: it never changes, so that the counts
 * of different days can be added.
 */
export type Factor =
  | {readonly kind: (typeof OF_IIN)[number]}
  | {readonly kind: typeof FORMER_GROUP}
  | {readonly kind: 'column'; readonly name: string; readonly cuts: readonly number[] | null};

/** What stands for a value that is missing or cannot be read. */
export const UNKNOWN = 'unknown';

const OF_IIN = ['sex', 'birth_decade'] as const;
const FORMER_GROUP = 'former_group';
const COLUMN = /^([A-Za-z][\w$#]{0,127})(?::(-?\d+(?:\.\d+)?(?:\|-?\d+(?:\.\d+)?)*))?$/;

/** `sex,birth_decade,former_group,REGION,TOTAL_DEBT:50000|200000`; null for another form, a name given twice or cut points out of order. */
export function parseFactors(text: string): Factor[] | null {
  const factors = text.split(',').map((part) => parseFactor(part.trim()));
  const known = factors.filter((factor) => factor !== null);
  const names = new Set(known.map(nameOf));
  return known.length === factors.length && names.size === factors.length ? known : null;
}

function parseFactor(text: string): Factor | null {
  const ofIin = OF_IIN.find((kind) => kind === text);
  if (ofIin) return {kind: ofIin};
  if (text === FORMER_GROUP) return {kind: FORMER_GROUP};
  const [, name, list] = COLUMN.exec(text) ?? [];
  if (name === undefined) return null;
  const cuts = list?.split('|').map(Number) ?? null;
  const isRising = cuts === null || cuts.every((cut, i) => i === 0 || cuts[i - 1]! < cut);
  return isRising ? {kind: 'column', name: name.toUpperCase(), cuts} : null;
}

function nameOf(factor: Factor): string {
  return factor.kind === 'column' ? factor.name : factor.kind;
}

/** The one spelling of a definition: counts of runs that have the same can be added. */
export function formatFactors(factors: readonly Factor[]): string {
  return factors
    .map((factor) =>
      factor.kind === 'column' && factor.cuts ? `${factor.name}:${factor.cuts.join('|')}` : nameOf(factor),
    )
    .join(',');
}

/** The columns of the source that are needed, in the order of their factors. */
export function columnsOf(factors: readonly Factor[]): string[] {
  return factors.flatMap((factor) => (factor.kind === 'column' ? [factor.name] : []));
}

export function isByFormerGroup(factors: readonly Factor[]): boolean {
  return factors.some(({kind}) => kind === FORMER_GROUP);
}

/** Whether nobody can tell the strata from ids alone: what else they are made of is kept with the run's people. */
export function needMoreThanIds(factors: readonly Factor[]): boolean {
  return isByFormerGroup(factors) || columnsOf(factors).length > 0;
}

/** A row's part of its person's stratum: the values of the columns, in their order. */
export function columnLabel(factors: readonly Factor[], values: readonly ColumnValue[]): string {
  const columns = factors.flatMap((factor) => (factor.kind === 'column' ? [factor] : []));
  return columns.map(({cuts}, i) => (cuts ? bandOf(values[i], cuts) : textOf(values[i]))).join(' / ');
}

function textOf(value: ColumnValue | undefined): string {
  return scrub(String(value ?? '').trim()) || UNKNOWN;
}

/** `<50000`, `50000-200000`, `>=200000`: a cut point is the least number of the band above it. */
function bandOf(value: ColumnValue | undefined, cuts: readonly number[]): string {
  const number = typeof value === 'string' && value.trim() === '' ? Number.NaN : Number(value ?? Number.NaN);
  if (Number.isNaN(number)) return UNKNOWN;
  const above = cuts.findIndex((cut) => number < cut);
  if (above === 0) return `<${cuts[0]}`;
  return above === -1 ? `>=${cuts.at(-1)}` : `${cuts[above - 1]}-${cuts[above]}`;
}

/** Answers the stratum of a person of whom this is known beside the id: `female / 1980s / Almaty / SC00000001 A`. */
export function stratifier(factors: readonly Factor[]): (iin: Iin, known: string | undefined) => string {
  const kinds = factors.flatMap(({kind}) => OF_IIN.filter((it) => it === kind));
  const labels = new Map<number, string>();
  const ofIin = (iin: Iin) => {
    const read = readPersonalNumber(iin);
    const decade = read && Math.floor(read.birthYear / 10);
    const key = read && decade ? 2 * decade + (read.sex === 'male' ? 1 : 0) : 0;
    let label = labels.get(key);
    if (label === undefined) {
      label = kinds.map((kind) => (!read ? UNKNOWN : kind === 'sex' ? read.sex : `${decade}0s`)).join(' / ');
      labels.set(key, label);
    }
    return label;
  };
  if (!needMoreThanIds(factors)) return ofIin;
  if (kinds.length === 0) return (_, known = UNKNOWN) => known;
  return (iin, known = UNKNOWN) => `${ofIin(iin)} / ${known}`;
}
