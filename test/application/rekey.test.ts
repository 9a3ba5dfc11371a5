import {expect} from 'chai';
import {enrolmentCipher} from '../../src/adapters/crypto/enrolment-cipher.ts';
import {rosterCipher} from '../../src/adapters/crypto/roster-cipher.ts';
import {seal} from '../../src/adapters/crypto/sealed-bytes.ts';
import type {EnrolmentRegister} from '../../src/application/ports/enrolment-register.ts';
import {isList} from '../../src/application/run/assignments/assignment-list.ts';
import {previewDistribution} from '../../src/application/run/preview.ts';
import {rekey} from '../../src/application/run/rekey.ts';
import type {RunDeps} from '../../src/application/run/run-request.ts';
import type {BusinessDate} from '../../src/domain/ids.ts';
import {testKey} from '../support/secrets.ts';
import {DAY_MS, makeWorld, syntheticUsers, type World} from '../support/world.ts';

const [OLD, NEW, NEWER] = ['b2'.repeat(32), testKey('new'), testKey('newer')];

const under = (key: string, ...old: string[]): Partial<RunDeps> => ({
  cipher: rosterCipher(key, ...old),
  enrolmentCipher: enrolmentCipher(key, ...old),
});

async function nextDay(world: World, people: ReturnType<typeof syntheticUsers>, change: Partial<RunDeps>) {
  world.clock.advance(DAY_MS);
  world.source.users = people;
  const date = new Date(world.clock.now()).toISOString().slice(0, 10) as BusinessDate;
  return (await world.run(change, {next: {date, slot: null}}))[0]!;
}

/** Forty people were dealt under the old key; the rows of all of them are gone. */
async function dealtWorld() {
  const world = makeWorld({users: 40, campaigns: 2, listDays: 30});
  await world.run();
  for (const table of ['SC_local_control', 'SC_local_target', 'SC_theory_users'] as const) world.tables.set(table, []);
  return world;
}

const keyNames = async ({deps}: World) =>
  new Set((await deps.register.shelves()).map((shelf) => shelf.split(/[ /]/).at(-1)));
const ALL_KNOWN = {enrolled: 40, enrolled_without_row: 40, distributed: 5};
const PEOPLE = [...syntheticUsers(40), ...syntheticUsers(5, 900)];

describe('a change of ROSTER_KEY', () => {
  it('deals nobody again, while the old key is named and after the register was moved', async () => {
    for (const isMoved of [false, true]) {
      const world = await dealtWorld();
      if (isMoved) {
        const answer = await rekey({...world.deps, ...under(NEW, OLD)}, 'test');
        expect(answer).to.deep.equal({rosters: 1, lists: 1, campaigns: 2});
      }
      const change = isMoved ? under(NEW) : under(NEW, OLD);
      world.source.users = PEOPLE;
      const request = {...world.request, date: '2024-01-16' as BusinessDate};
      expect((await previewDistribution({...world.deps, ...change}, request, () => {})).users).to.include(ALL_KNOWN);
      expect((await nextDay(world, PEOPLE, change)).users).to.include(ALL_KNOWN);
      expect((await nextDay(world, PEOPLE, change)).users).to.include({enrolled: 45, distributed: 0});
      expect([...(await keyNames(world))]).to.deep.equal([enrolmentCipher(isMoved ? NEW : OLD).keyName]);
    }
  });

  it('can be made again, and leaves nothing under former keys', async () => {
    const world = await dealtWorld();
    await rekey({...world.deps, ...under(NEW, OLD)}, 'test');
    await nextDay(world, PEOPLE, under(NEW));
    await rekey({...world.deps, ...under(NEWER, NEW)}, 'test');
    expect([...(await keyNames(world))]).to.deep.equal([enrolmentCipher(NEWER).keyName]);
    expect((await nextDay(world, PEOPLE, under(NEWER))).users).to.include({enrolled: 45, distributed: 0});
    expect(await rekey({...world.deps, ...under(NEWER, NEW)}, 'test')).to.deep.equal({
      rosters: 0,
      lists: 0,
      campaigns: 0,
    });
  });

  it('seals anew what opens, and names what does not', async () => {
    const world = await dealtWorld();
    const {rosters} = world.deps;
    const list = (await rosters.ids()).find(isList)!;
    await rosters.replaceKey(list, new Uint8Array(68));
    const answer = await rekey({...world.deps, ...under(NEW, OLD)}, 'test').catch((error: Error) => error.message);
    expect(answer).to.equal(`no key opens ${list}; all else was sealed anew`);
    expect([...(await keyNames(world))]).to.deep.equal([enrolmentCipher(NEW).keyName]);
    const [roster] = (await rosters.ids()).filter((id) => !isList(id));
    expect(under(NEW).cipher!.rewrap((await rosters.wrappedKey(roster!))!, roster!)).to.equal(null);
  });

  it('may break off at any step: nobody is dealt again then, nor after it was said again', async () => {
    for (let step = 0, isDone = false; !isDone; step++) {
      const world = await dealtWorld();
      const {register} = world.deps;
      let calls = 0;
      const count = () => {
        if (calls++ === step) throw new Error('broken off');
      };
      const breaking: EnrolmentRegister = {
        ...register,
        add: async (parts) => {
          count();
          await register.add(parts);
        },
        remove: async (...args) => {
          count();
          await register.remove(...args);
        },
      };
      isDone = await rekey({...world.deps, ...under(NEW, OLD), register: breaking}, 'test').then(
        () => true,
        () => false,
      );
      const more = [...PEOPLE, ...syntheticUsers(5, 950)];
      expect((await nextDay(world, PEOPLE, under(NEW, OLD))).users, `step ${step}`).to.include(ALL_KNOWN);
      await rekey({...world.deps, ...under(NEW, OLD)}, 'test');
      expect((await nextDay(world, more, under(NEW))).users).to.include({enrolled: 45, distributed: 5});
      expect([...(await keyNames(world))]).to.deep.equal([enrolmentCipher(NEW).keyName]);
      expect(step).to.be.lessThan(50);
    }
  });

  it('leaves an owed run its roster, as version 0.1.0 wrapped it too', async () => {
    for (const isOfOld of [false, true]) {
      const world = makeWorld({users: 12, campaigns: 1});
      const spss = {...world.deps.tables.spss, lock: () => Promise.reject(new Error('away'))};
      await world.run({tables: {...world.deps.tables, spss}});
      const [rosterId] = await world.deps.rosters.ids();
      if (isOfOld) {
        const wrapped = (await world.deps.rosters.wrappedKey(rosterId!))!;
        await world.deps.rosters.replaceKey(rosterId!, withoutName(wrapped));
      }
      const foreign = await world.run(under(NEW), {next: null});
      expect(foreign[0]!.status).to.not.equal('completed');
      await rekey({...world.deps, ...under(NEW, OLD)}, 'test');
      expect((await world.run(under(NEW), {next: null}))[0]!.status).to.equal('completed');
    }
  });
});

describe('a wrapped key', () => {
  it('names the ROSTER_KEY it is under; another is told with advice, and one without a name is tried', () => {
    const {wrapped, key} = rosterCipher(OLD).newKey('roster');
    const sealed = key.seal('text', 'x');
    expect(rosterCipher(NEW, OLD).unwrap(wrapped, 'roster').open(sealed, 'x')).to.equal('text');
    expect(rosterCipher(NEW, NEWER, OLD).unwrap(withoutName(wrapped), 'roster').open(sealed, 'x')).to.equal('text');
    expect(() => rosterCipher(NEW).unwrap(wrapped, 'roster')).to.throw('it was sealed under another ROSTER_KEY');
    expect(() => rosterCipher(NEW, NEWER).unwrap(withoutName(wrapped), 'roster')).to.throw('does not open');
    expect(rosterCipher(OLD, NEW).rewrap(wrapped, 'roster')).to.equal(null);
    const again = rosterCipher(NEW, OLD).rewrap(wrapped, 'roster')!;
    expect(rosterCipher(NEW).unwrap(again, 'roster').open(sealed, 'x')).to.equal('text');
    expect(() => rosterCipher(OLD).unwrap(again, 'roster')).to.throw('another ROSTER_KEY');
  });

  it('that an older version bound to no roster opens, and is bound when it is wrapped anew', () => {
    const master = Buffer.from(OLD, 'hex');
    const {wrapped} = rosterCipher(OLD).newKey('roster');
    const roster = Buffer.from(testKey('roster of an older version'), 'hex');
    const unbound = Buffer.concat([wrapped.subarray(0, 8), seal(master, roster, 'roster key')]);
    const sealed = seal(roster, Buffer.from('text'), 'x');
    expect(rosterCipher(OLD).unwrap(unbound, 'roster').open(sealed, 'x')).to.equal('text');
    const bound = rosterCipher(OLD).rewrap(unbound, 'roster')!;
    expect(rosterCipher(OLD).unwrap(bound, 'roster').open(sealed, 'x')).to.equal('text');
    expect(() => rosterCipher(OLD).unwrap(bound, 'another')).to.throw('does not open');
  });

  it('of version 0.1.0 opens', () => {
    const roster = Buffer.from(testKey('roster of 0.1.0'), 'hex');
    const wrapped = seal(Buffer.from(OLD, 'hex'), roster, 'roster key');
    expect(
      rosterCipher(OLD)
        .unwrap(wrapped, 'roster')
        .open(seal(roster, Buffer.from('text'), 'x'), 'x'),
    ).to.equal('text');
  });
});

/** As version 0.1.0 wrote it. */
function withoutName(wrapped: Uint8Array): Uint8Array {
  return wrapped.subarray(8);
}
