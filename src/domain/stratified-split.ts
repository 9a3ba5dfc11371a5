import {roundTable, UNITS} from './controlled-rounding.ts';
import {type NextWord, shuffle} from './draw.ts';
import {expectedUnits} from './expected-shares.ts';

/** People by stratum (row) and group or campaign (column). */
export type StrataCounts = readonly (readonly number[])[];

/** How many of each stratum each part gets, and the probability with which each of a stratum's people gets there. */
export type StratifiedSplit = {readonly counts: StrataCounts; readonly probability: StrataCounts};

/**
 * Splits the strata over parts of these sizes; the sums of both are equal. Which of two equal parts comes first decides
 * nothing: they are put in an order that the keystream gives.
 */
export function splitStrata(
  strata: readonly number[],
  sizes: readonly number[],
  standing: StrataCounts | null,
  nextWord: NextWord,
): StratifiedSplit {
  const order = shuffle([...sizes.keys()], nextWord);
  const inOrder = (cells: readonly number[]) => order.map((part) => cells[part]!);
  const units = expectedUnits(strata, inOrder(sizes), standing?.map(inOrder) ?? null);
  const rounded = roundTable(units, nextWord);
  const back = (cells: readonly number[]) => sizes.map((_, part) => cells[order.indexOf(part)]!);
  return {
    counts: rounded.map(back),
    probability: units.map((cells, s) => back(cells).map((u) => (strata[s] === 0 ? 0 : u / UNITS / strata[s]!))),
  };
}
