import {drawBelow, type NextWord} from './draw.ts';

/**
 * Unbiased controlled rounding (Cox 1987): whole numbers in place of fractions, with every row's and column's sum kept,
 * each cell its floor or its ceiling, and the expectation of each cell exactly its fraction.
 */

/** A fraction is counted in units of 1/Q: sums of units are exact. */
export const UNITS = 2 ** 20;

type Table = readonly (readonly number[])[];

/** `units`: multiples of 1/`UNITS`, each row's and column's sum a multiple of `UNITS`. */
export function roundTable(units: Table, nextWord: NextWord): number[][] {
  const whole = units.map((row) => row.map((u) => Math.floor(u / UNITS)));
  const rest = units.map((row) => row.map((u) => u % UNITS));
  const cycles = cycleFinder(rest);
  for (let cycle = cycles(); cycle; cycle = cycles()) {
    const even = cycle.filter((_, i) => i % 2 === 0).map(({row, column}) => rest[row]![column]!);
    const odd = cycle.filter((_, i) => i % 2 === 1).map(({row, column}) => rest[row]![column]!);
    const up = Math.min(...even.map((f) => UNITS - f), ...odd);
    const down = Math.min(...even, ...odd.map((f) => UNITS - f));
    // A fair bet: up with probability down / (up + down), so that no cell moves on average.
    const shift = drawBelow(up + down, nextWord) < down ? up : -down;
    for (const [i, {row, column}] of cycle.entries()) {
      const moved = rest[row]![column]! + (i % 2 === 0 ? shift : -shift);
      rest[row]![column] = moved === UNITS ? 0 : moved;
      if (moved === UNITS) whole[row]![column]!++;
    }
  }
  return whole;
}

type Cell = {readonly row: number; readonly column: number};

/**
 * Walks from a fractional cell along its column, then a row, a column … until it comes where it was: a closed path of
 * fractional cells. There is a way on as long as any is left, since a single fraction cannot make a whole sum. Null when
 * all are whole.
 */
function cycleFinder(rest: Table): () => Cell[] | null {
  const columns = rest[0]?.length ?? 0;
  const inRow = rest.map((cells) => firstTwo(cells.length, (column) => cells[column]! > 0));
  const inColumn = Array.from({length: columns}, (_, column) =>
    firstTwo(rest.length, (row) => rest[row]![column]! > 0),
  );
  let start = 0;
  return () => {
    while (start < rest.length && inRow[start]!(-1) === null) start++;
    if (start === rest.length) return null;
    const path: Cell[] = [];
    const [rowsSeen, columnsSeen] = [new Map<number, number>(), new Map<number, number>()];
    let [row, column] = [start, -1];
    for (;;) {
      const fromRow = rowsSeen.get(row);
      if (fromRow !== undefined) return path.slice(fromRow);
      rowsSeen.set(row, path.length);
      column = inRow[row]!(column) ?? notWhole();
      path.push({row, column});
      const fromColumn = columnsSeen.get(column);
      if (fromColumn !== undefined) return path.slice(fromColumn);
      columnsSeen.set(column, path.length);
      row = inColumn[column]!(row) ?? notWhole();
      path.push({row, column});
    }
  };
}

/** Answers the first place that is still open, other than one; what closes stays closed, so that nothing is looked at twice. */
function firstTwo(length: number, isOpen: (place: number) => boolean): (other: number) => number | null {
  const next = (from: number) => {
    let place = from;
    while (place < length && !isOpen(place)) place++;
    return place;
  };
  let [first, second] = [0, 1];
  return (other) => {
    first = next(first);
    if (first !== other) return first < length ? first : null;
    second = next(Math.max(second, first + 1));
    return second < length ? second : null;
  };
}

function notWhole(): never {
  throw new RangeError('the sums of a table to be rounded are not whole');
}
