import {UNITS} from './controlled-rounding.ts';

/** How many people of each stratum (row) each part (column) is to get on average. */
type Table = readonly (readonly number[])[];

/** This much of an expectation is chance alone, whatever was dealt before: nobody's group can be foretold. */
const BY_CHANCE = 0.2;
/** A cell that is ahead still gets this much of its plain share before the table is raked. */
const LEAST = 0.1;
const MOST_ROUNDS = 500;
const CLOSE = 1e-9;

/**
 * The expected table in whole units of 1/`UNITS`, with exact sums: each row `rows[s]`, each column `columns[g]`. With what
 * `standing` counts of earlier days it leads back to proportion; without, it is plain proportion. A cell of both a row and a
 * column that get anyone has at least 0.199 of its plain share. Sums of `rows` and `columns` are equal.
 */
export function expectedUnits(rows: readonly number[], columns: readonly number[], standing: Table | null): number[][] {
  const n = sum(rows);
  const plain = rows.map((row) => columns.map((column) => (n === 0 ? 0 : (row * column) / n)));
  const raked =
    standing && sum(standing.flat()) > 0 ? rake(wanted(rows, columns, standing, plain), rows, columns) : null;
  const table = raked?.map((cells, s) => cells.map((w, g) => (1 - BY_CHANCE) * w + BY_CHANCE * plain[s]![g]!));
  return wholeUnits(table ?? plain, rows, columns);
}

/** What each cell lacks of its proportion, today's people counted in. */
function wanted(rows: readonly number[], columns: readonly number[], standing: Table, plain: Table): number[][] {
  const before = columns.map((_, g) => sum(standing.map((cells) => cells[g]!)));
  const all = sum(before) + sum(rows);
  return rows.map((row, s) =>
    columns.map((column, g) => {
      const share = plain[s]![g]!;
      if (share === 0) return 0;
      const lack = ((sum(standing[s]!) + row) * (before[g]! + column)) / all - standing[s]![g]!;
      return Math.max(Math.min(lack, row, column), LEAST * share);
    }),
  );
}

/** Scales rows and columns in turns until all sums are right; null when they do not come together. */
function rake(table: number[][], rows: readonly number[], columns: readonly number[]): number[][] | null {
  for (let round = 0; round < MOST_ROUNDS; round++) {
    let furthest = 0;
    const factorOf = (sumWanted: number, cells: readonly number[]) => {
      const factor = sumWanted === 0 ? 1 : sumWanted / sum(cells);
      furthest = Math.max(furthest, Math.abs(factor - 1));
      return factor;
    };
    for (const [s, cells] of table.entries()) {
      const factor = factorOf(rows[s]!, cells);
      for (let g = 0; g < cells.length; g++) cells[g]! *= factor;
    }
    for (const [g, column] of columns.entries()) {
      const factor = factorOf(
        column,
        table.map((cells) => cells[g]!),
      );
      for (const cells of table) cells[g]! *= factor;
    }
    if (furthest <= CLOSE) return table;
  }
  return null;
}

/** Rounded down, and what is left of rows and columns given out from the upper left corner. */
function wholeUnits(table: Table, rows: readonly number[], columns: readonly number[]): number[][] {
  const left = {rows: rows.map((n) => n * UNITS), columns: columns.map((n) => n * UNITS)};
  const give = (s: number, g: number, most: number) => {
    const units = Math.min(most, left.rows[s]!, left.columns[g]!);
    left.rows[s]! -= units;
    left.columns[g]! -= units;
    return units;
  };
  const units = table.map((cells, s) => cells.map((w, g) => give(s, g, Math.floor(w * UNITS * (1 - 1e-8)))));
  for (let s = 0, g = 0; s < rows.length && g < columns.length; ) {
    units[s]![g]! += give(s, g, Number.POSITIVE_INFINITY);
    if (left.rows[s] === 0) s++;
    else g++;
  }
  return units;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, n) => total + n, 0);
}
