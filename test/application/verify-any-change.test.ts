import {expect} from 'chai';
import fc from 'fast-check';
import {verifyRun} from '../../src/application/verify/verify-run.ts';
import {TABLES} from '../../src/domain/tables.ts';
import {alteredStore} from '../support/altered-events.ts';
import type {GroupRow} from '../support/memory/group-tables.ts';
import {DATE, makeWorld} from '../support/world.ts';

const RUN = `distribution-${DATE}`;
const world = makeWorld({users: 40, campaigns: 3});

type Json = string | number | boolean | null | readonly Json[] | {readonly [name: string]: Json};

/** Where the values of a JSON document stand, empty lists and objects left out. */
function pathsOf(json: Json, path: readonly string[] = []): (readonly string[])[] {
  if (typeof json !== 'object' || json === null) return [path];
  return Object.entries(json).flatMap(([name, value]) => pathsOf(value, [...path, name]));
}

/** The document with another value in that place. */
function changedAt(json: Json, [name, ...rest]: readonly string[]): Json {
  if (name === undefined) return typeof json === 'number' ? json + 1 : typeof json === 'boolean' ? !json : `${json}x`;
  const copy = structuredClone(json) as Record<string, Json>;
  copy[name] = changedAt(copy[name]!, rest);
  return copy;
}

/** False also when the change is found before anything can be checked. */
const isProved = async (deps = world.deps) => (await verifyRun(deps, RUN).catch(() => ({ok: false}))).ok;

describe('verify finds any single change', () => {
  before(() => world.run());
  beforeEach(async () => expect(await isProved()).to.equal(true));

  it('of a field of an event, but for the last one, which no other event seals yet', async () => {
    const stored = await world.deps.events.read(RUN);
    await fc.assert(
      fc.asyncProperty(fc.nat(stored.length - 2), fc.nat(), async (n, place) => {
        const paths = pathsOf(stored[n]! as unknown as Json);
        const path = paths[place % paths.length]!;
        const events = await alteredStore(world.deps.events, [RUN], (all) =>
          all.with(n, changedAt(all[n]! as unknown as Json, path) as never),
        );
        expect(await isProved({...world.deps, events}), `${stored[n]!.type} ${path.join('.')}`).to.equal(false);
      }),
    );
  });

  const hands: Record<string, (rows: readonly GroupRow[], n: number, other: GroupRow) => readonly GroupRow[]> = {
    lost: (rows, n) => rows.toSpliced(n, 1),
    doubled: (rows, n) => [...rows, rows[n]!],
    moved: (rows, n, other) => rows.with(n, {...rows[n]!, theoryId: other.theoryId}),
    exchanged: (rows, n, other) => rows.with(n, {...rows[n]!, iin: other.iin}),
    foreign: (rows, n) => [...rows, {...rows[n]!, iin: '999900009999'}],
  };

  it('of a row of a table, with the roster and without', async () => {
    const hand = fc.constantFrom(...Object.keys(hands));
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...TABLES), hand, fc.nat(), fc.nat(), fc.boolean(), async (table, ...choice) => {
        const [how, from, to, withRoster] = choice;
        const rows = world.tables.get(table)!;
        const [n, other] = [from % rows.length, rows[to % rows.length]!];
        fc.pre(!['moved', 'exchanged'].includes(how) || (other.theoryId !== rows[n]!.theoryId && other !== rows[n]));
        const rosters = withRoster ? world.deps.rosters : {...world.deps.rosters, wrappedKey: async () => null};
        world.tables.set(table, [...hands[how]!(rows, n, other)]);
        const proved = await isProved({...world.deps, rosters});
        world.tables.set(table, rows);
        expect(proved, `a row of ${table} ${how}`).to.equal(false);
      }),
    );
  });
});
