import {expect} from 'chai';
import {Failure} from '../../src/application/failure.ts';
import type {Notice} from '../../src/application/ports/notifier.ts';
import {abandonRun} from '../../src/application/run/abandon-run.ts';
import {brokenUsers, DATE, makeWorld, syntheticUsers, type World} from '../support/world.ts';

const RUN = `distribution-${DATE}`;
const away = (kind: 'unreachable' | 'refused' | 'unexpected' = 'unreachable') =>
  Promise.reject(new Failure(kind, 'SPSS is away', {database: 'spss'}));

const withSpss = ({deps}: World, lock: () => Promise<never>) => ({
  tables: {...deps.tables, spss: {...deps.tables.spss, lock}},
});

/** A run of 23 people that owes SPSS. */
async function owingWorld(): Promise<World> {
  const world = makeWorld();
  await world.run(withSpss(world, away));
  return world;
}

function abandon(world: World, {id = RUN, reason = 'the campaign was called off'} = {}, change: object = {}) {
  return abandonRun({...world.deps, ...change}, {...world.request, id, reason}, () => {});
}

const refusalOf = (answer: Promise<unknown>) => answer.then(() => null).catch((failure: Failure) => failure);

describe('a run that is abandoned', () => {
  it('keeps what it wrote, never writes the rest, frees its people, and tells by mail, once', async () => {
    const world = await owingWorld();
    const told: Notice[] = [];
    const answer = await abandon(world, {}, {notify: async (notice: Notice) => void told.push(notice)});
    expect(answer).to.have.property('type', 'done');
    expect(answer).to.have.nested.property('result.status', 'abandoned');
    expect(told.map(({kind}) => kind)).to.deep.equal(['abandoned']);
    const rows = world.rows();
    expect(rows).to.have.length(23);
    world.source.users = [];
    await world.run({}, {next: null});
    expect(world.rows()).to.deep.equal(rows);
    expect(told).to.have.length(1);
  });

  it('waits for what an older worker may still be committing, in each table', async () => {
    const world = await owingWorld();
    const locked: string[] = [];
    const {dssb_app, spss} = world.deps.tables;
    const lock: typeof spss.lock = async (table, work) => {
      expect((await world.deps.events.read(RUN)).map(({type}) => type)).not.to.include('RunAbandoned');
      locked.push(table);
      return spss.lock(table, work);
    };
    await abandon(world, {}, {tables: {dssb_app: {...dssb_app, lock}, spss: {...spss, lock}}});
    expect(locked).to.deep.equal(['SC_local_control', 'SC_local_target', 'SC_theory_users']);
  });

  it('does not wait for an SPSS that cannot be had, but for one that fails otherwise', async () => {
    for (const kind of ['unreachable', 'refused'] as const) {
      const world = await owingWorld();
      expect(
        await abandon(
          world,
          {},
          withSpss(world, () => away(kind)),
        ),
      ).to.have.property('type', 'done');
    }
    const world = await owingWorld();
    expect(
      await refusalOf(
        abandon(
          world,
          {},
          withSpss(world, () => away('unexpected')),
        ),
      ),
    ).to.include({
      kind: 'unexpected',
    });
    expect((await world.deps.runs.open())[0]).to.include({isFinished: false});
  });

  it('keeps no id that the reason names', async () => {
    const world = await owingWorld();
    await abandon(world, {reason: 'of 990990000001'});
    const {data} = (await world.deps.events.read(RUN)).find(({type}) => type === 'RunAbandoned')!;
    expect(data).to.include({reason: 'of [id]'});
  });

  it('has to be given a reason, to be there, to owe something, and to have a plan', async () => {
    const owing = await owingWorld();
    const advice = 'softcollection runs list';
    expect(await refusalOf(abandon(owing, {reason: ' '}))).to.include({
      ...{kind: 'usage', message: 'a run is abandoned for a reason: --reason "…"'},
    });
    for (const id of ['distribution-2024-01-14', 'nonsense'])
      expect(await refusalOf(abandon(owing, {id}))).to.include({
        kind: 'usage',
        message: `there is no run ${id}`,
        advice,
      });

    const completed = makeWorld();
    await completed.run();
    const finished = `${RUN} is completed: it owes nothing`;
    expect(await refusalOf(abandon(completed))).to.include({kind: 'usage', message: finished, advice});

    const begun = makeWorld();
    const whole = makeWorld();
    await whole.run({users: brokenUsers()});
    await begun.deps.events.append(RUN, 0, (await whole.deps.events.read(RUN)).slice(0, 1));
    const unplanned = `${RUN} has no plan yet: the next run goes on with it`;
    expect(await refusalOf(abandon(begun))).to.include({kind: 'usage', message: unplanned, advice});
  });

  it('is left alone while another process is at work', async () => {
    const world = await owingWorld();
    await world.deps.lease.acquire('another process', 10_000);
    expect(await abandon(world)).to.include({type: 'held', owner: 'another process'});
    expect((await world.deps.runs.open())[0]).to.include({isFinished: false});
  });

  it('leaves the way free for the next one', async () => {
    const world = await owingWorld();
    await abandon(world);
    world.source.users = syntheticUsers(40, 500);
    const [report] = await world.run({}, {next: {date: DATE, slot: null}});
    expect(report).to.include({run_id: `${RUN}.2`, status: 'completed'});
  });
});
