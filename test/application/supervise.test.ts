import {expect} from 'chai';
import {Failure} from '../../src/application/failure.ts';
import {runDistribution} from '../../src/application/run-distribution.ts';
import {readHistory, unfinished} from '../../src/application/run-history.ts';
import {supervise} from '../../src/application/supervise.ts';
import {makeWorld} from '../support/world.ts';

const silent = {debug() {}, info() {}, warn() {}, error() {}};

/** Supervises a world in which SPSS cannot be written for so many attempts; answers when it was tried. */
async function supervised(failures: number, kind: 'unreachable' | 'refused' = 'unreachable') {
  const world = makeWorld();
  let left = failures;
  const lock: typeof world.deps.spss.lock = async (...args) => {
    if (left-- > 0) throw new Failure(kind, 'SPSS is away', {database: 'spss'});
    return world.deps.spss.lock(...args);
  };
  const deps = {...world.deps, spss: {...world.deps.spss, lock}};
  await world.run({spss: deps.spss});
  const stop = new AbortController();
  const attempts: number[] = [];
  const start = world.clock.now();
  const finishOwed = async (leave: readonly string[]) => {
    if (leave.length === 0) attempts.push((world.clock.now() - start) / 1000);
    return runDistribution(deps, {...world.request, next: null, leave}, () => {}, stop.signal);
  };
  const sleep = async (ms: number) => {
    world.clock.advance(ms);
    if (unfinished(await readHistory(world.deps.events)).length === 0 || attempts.length > 20) stop.abort();
  };
  await supervise(
    {events: world.deps.events, clock: {now: world.clock.now, sleep}, log: silent, rosterDays: 7, finishOwed},
    stop.signal,
  );
  return {world, attempts};
}

describe('supervision', () => {
  it('finishes an owed run at once', async () => {
    const {world, attempts} = await supervised(1);
    expect(attempts).to.deep.equal([0]);
    expect((await readHistory(world.deps.events))[0]!.run.status).to.equal('completed');
  });

  it('tries a partial run again with growing pauses until it is complete, and tells people once', async () => {
    const {world, attempts} = await supervised(5);
    expect(attempts).to.deep.equal([0, 20, 60, 140, 300]);
    const {run} = (await readHistory(world.deps.events))[0]!;
    expect(run.status).to.equal('completed');
    expect(run.notifications.map(({kind}) => kind)).to.deep.equal(['partial', 'success']);
  });

  it('leaves what was refused alone for hours: each login that is tried may help to lock the account', async () => {
    const {world, attempts} = await supervised(3);
    expect(attempts).to.deep.equal([0, 20, 60]);
    const refused = await supervised(3, 'refused');
    expect(refused.attempts.length).to.equal(3);
    for (const [i, at] of refused.attempts.entries()) expect(at).to.be.at.least(i * 3 * 3600);
    expect((await readHistory(refused.world.deps.events))[0]!.run.status).to.equal('completed');
    expect(world.rows().length).to.equal(refused.world.rows().length);
  });

  it('goes on when the state store itself is away', async () => {
    const stop = new AbortController();
    const {deps} = makeWorld();
    let looks = 0;
    const readAll = () => {
      if (++looks === 3) stop.abort();
      throw new Failure('unreachable', 'the state store is away');
    };
    const clock = {now: () => 0, sleep: async () => {}};
    await supervise(
      {
        events: {...deps.events, readAll},
        clock,
        log: silent,
        rosterDays: 7,
        finishOwed: async () => ({type: 'ended' as const, reports: []}),
      },
      stop.signal,
    );
    expect(looks).to.equal(3);
  });
});
