import {expect} from 'chai';
import fc from 'fast-check';
import {roundTable, UNITS} from '../../src/domain/controlled-rounding.ts';
import {keystream, seedNumber} from '../support/keystream.ts';

const sizes = fc.integer({min: 1, max: 6});
const table = fc
  .tuple(sizes, sizes)
  .chain(([rows, columns]) =>
    fc.array(fc.array(fc.nat({max: 3 * UNITS}), {minLength: columns, maxLength: columns}), {
      minLength: rows,
      maxLength: rows,
    }),
  )
  .map(withWholeSums);

/** One row and one column more, which make all sums whole. */
function withWholeSums(cells: number[][]): number[][] {
  const rest = (n: number) => (UNITS - (n % UNITS)) % UNITS;
  const rows = cells.map((row) => [...row, rest(row.reduce((a, b) => a + b, 0))]);
  return [...rows, rows[0]!.map((_, c) => rest(sum(rows.map((row) => row[c]!))))];
}

const sum = (numbers: readonly number[]) => numbers.reduce((a, b) => a + b, 0);

describe('controlled rounding', () => {
  it('keeps every sum of rows and columns, and rounds each cell down or up', () => {
    fc.assert(
      fc.property(table, fc.nat(1_000_000), (units, seed) => {
        const whole = roundTable(units, keystream(seedNumber(seed)));
        expect(whole.map(sum)).to.deep.equal(units.map((row) => sum(row) / UNITS));
        for (const c of units[0]!.keys()) {
          expect(sum(whole.map((row) => row[c]!))).to.equal(sum(units.map((row) => row[c]!)) / UNITS);
        }
        for (const [r, row] of whole.entries()) {
          for (const [c, n] of row.entries()) expect(Math.abs(n - units[r]![c]! / UNITS)).to.be.below(1);
        }
      }),
    );
  });

  const THIRDS = withWholeSums([
    [UNITS / 4, UNITS / 2],
    [UNITS / 8, UNITS / 2],
  ]);

  /** How often each cell was rounded up, in standard errors from its fraction: the largest. */
  function furthest(round: typeof roundTable): number {
    const seeds = 4_000;
    const ups = THIRDS.map((row) => row.map(() => 0));
    for (let n = 0; n < seeds; n++) {
      for (const [r, row] of round(THIRDS, keystream(seedNumber(n))).entries()) {
        for (const [c, whole] of row.entries()) ups[r]![c]! += whole - Math.floor(THIRDS[r]![c]! / UNITS);
      }
    }
    const errors = THIRDS.flatMap((row, r) =>
      row.map((units, c) => {
        const p = (units % UNITS) / UNITS;
        return p === 0 ? 0 : Math.abs(ups[r]![c]! - seeds * p) / Math.sqrt(seeds * p * (1 - p));
      }),
    );
    return Math.max(...errors);
  }

  it('rounds each cell up as often as its fraction says', () => {
    expect(furthest(roundTable)).to.be.below(4.5);
  });

  it('would be found out if its bets were not fair', () => {
    expect(furthest((units, next) => roundTable(units, () => next() % 2 ** 19))).to.be.above(4.5);
  });

  it('refuses a table that cannot be rounded', () => {
    expect(() => roundTable([[1, 0]], () => 0)).to.throw('not whole');
  });
});
