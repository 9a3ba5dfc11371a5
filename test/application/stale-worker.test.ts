import {expect} from 'chai';
import {readHistory} from '../../src/application/events/run-history.ts';
import {Failure} from '../../src/application/failure.ts';
import type {EventStore} from '../../src/application/ports/event-store.ts';
import type {GroupTables} from '../../src/application/ports/group-tables.ts';
import type {BusinessDate} from '../../src/domain/ids.ts';
import {DATE, DAY_MS, makeWorld, type World} from '../support/world.ts';

const NEXT_DATE = '2024-01-16' as BusinessDate;

function gate() {
  let open = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return {open, opened};
}

const peopleTwice = ({tables}: World) => {
  const dssb = [...tables.get('SC_local_control')!, ...tables.get('SC_local_target')!].map(({iin}) => iin);
  return dssb.length - new Set(dssb).size;
};

describe('a worker that was paused past its lease', () => {
  it('before its first event plans nothing over the run of another date that began meanwhile', async () => {
    const world = makeWorld({users: 40, campaigns: 2});
    const {opened, open} = gate();
    const append: EventStore['append'] = async (stream, ...rest) => {
      if (stream.includes(DATE)) await opened;
      return world.deps.events.append(stream, ...rest);
    };
    const paused = world.run({events: {...world.deps.events, append}}).catch((error: Failure) => error);
    await new Promise(setImmediate);
    world.clock.advance(DAY_MS);
    // The successor has planned and is about to write when the paused one wakes up and goes as far as it gets.
    const lock: GroupTables['lock'] = async (...args) => {
      open();
      await paused;
      return world.deps.tables.dssb_app.lock(...args);
    };
    const next = {date: NEXT_DATE, slot: null};
    const [report] = await world.run(
      {tables: {...world.deps.tables, dssb_app: {...world.deps.tables.dssb_app, lock}}},
      {next},
    );
    expect(report).to.include({run_id: `distribution-${NEXT_DATE}`, status: 'completed'});
    expect(await paused).to.include({kind: 'fenced'});
    await world.run({}, {next});
    expect(peopleTwice(world)).to.equal(0);
    const runs = await readHistory(world.deps.events);
    expect(runs.map(({run}) => run.status)).to.have.members(['failed', 'completed', 'skipped']);
  });

  it('while SPSS could not be written leaves no breach behind, whoever writes late', async () => {
    const world = makeWorld({users: 20, campaigns: 1});
    const away = () => Promise.reject(new Failure('unreachable', 'no space', {database: 'spss'}));
    const spss = {...world.deps.tables.spss, lock: away};
    expect((await world.run({tables: {...world.deps.tables, spss}}))[0]!.status).to.equal('partial');
    world.source.users = world.source.users.map((_, i) => ({iin: String(999900001000 + i), countDay: 5}));
    world.clock.advance(DAY_MS);
    const slot = {date: NEXT_DATE, slot: `${NEXT_DATE}T04:00:00.000Z` as never};
    await world.run({tables: {...world.deps.tables, spss}}, {next: slot});
    const ended = await world.run({}, {next: null});
    expect(ended.map(({status}) => status)).to.deep.equal(['completed', 'completed']);
    expect([peopleTwice(world), world.tables.get('SC_theory_users')!.length]).to.deep.equal([0, 32]);
  });
});
