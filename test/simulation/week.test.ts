import {symlinkSync, unlinkSync} from 'node:fs';
import {join} from 'node:path';
import {expect} from 'chai';
import pino from 'pino';
import {readHistory} from '../../src/application/events/run-history.ts';
import {Failure} from '../../src/application/failure.ts';
import {logTarget} from '../../src/bootstrap/log-target.ts';
import {makeServiceWorld} from '../support/service-world.ts';
import {tempFolder} from '../support/temp-folder.ts';
import {syntheticUsers} from '../support/world.ts';

const DAY_MS = 86_400_000;
const PROCESSES = 2;
const WEDNESDAY = 17;
/** In Almaty, which is UTC+6: the store goes before nine and comes back after, and once at noon. */
const STORE_AWAY = [
  ['2024-01-16T02:50:00Z', '2024-01-16T03:12:00Z'],
  ['2024-01-18T06:00:00Z', '2024-01-18T06:40:00Z'],
  ['2024-01-20T02:59:59Z', '2024-01-20T03:00:30Z'],
] as const;

type World = ReturnType<typeof makeServiceWorld>;

/** Monday, 15 January 2024 to Sunday; each morning new people. */
describe('a week of a log disk that fills and empties, a state store that goes and comes, and one clock that is wrong', () => {
  const folder = tempFolder();
  const path = join(folder.path, 'log');
  let world: World;
  let lost = 0;

  before(async function () {
    this.timeout(300_000);
    world = makeServiceWorld('2024-01-14T12:00:00Z', {users: 20});
    const skew = {ms: 0};
    symlinkSync('/dev/full', path);
    const disk = logTarget(path, {lost: () => lost++, began: () => {}, ended: () => {}});
    const log = pino({level: 'debug'}, disk);
    const services = Array.from({length: PROCESSES}, (_, i) => {
      const clock = i > 0 ? world.clock : {...world.clock, now: () => world.clock.now() + skew.ms};
      const stateTime = async () => {
        refuseWhileAway(world);
        return world.clock.now();
      };
      return world.start({clock, stateTime, log, deps: stateStore(world)});
    });
    for (let day = 15; day <= 21; day++) {
      turnDisk(path, day % 2 === 0 ? join(folder.path, 'room') : '/dev/full');
      disk.reopen();
      await world.until(`2024-01-${day - 1}T20:00:00Z`);
      world.source.users.push(...syntheticUsers(20, 100 * day));
      skew.ms = day === WEDNESDAY ? 26 * 3_600_000 : 0;
      await world.until(`2024-01-${day}T09:00:00Z`);
    }
    for (const service of services) await service.stop();
  });
  after(() => folder.remove());

  it('has distributed on seven days, each time its own people, at its slot or as soon as the store was back', async () => {
    const runs = (await readHistory(world.deps.events)).filter(({run}) => run.status === 'completed');
    const dealt = runs.map(({run}) => [run.businessDate, run.plan?.users.distributed]);
    expect(dealt).to.deep.equal([15, 16, 17, 18, 19, 20, 21].map((day) => [`2024-01-${day}`, day === 15 ? 40 : 20]));
    const late = runs.map(({run, events}) => Date.parse(events[0]!.at) - Date.parse(run.slot!));
    expect(Math.max(...late)).to.be.lessThan(DAY_MS / 24);
  });

  it('has told seven successes, and at most one thing more', () => {
    const kinds = world.told.map(({kind}) => kind);
    expect(kinds.filter((kind) => kind === 'success')).to.have.length(7);
    expect(kinds.length, kinds.join()).to.be.at.most(8);
  });

  it('has lost lines of the log, and nothing else', async () => {
    expect(lost).to.be.greaterThan(0);
    expect(await world.missed()).to.deep.equal([]);
    const rows = [...world.tables.values()].flat().map(({theoryId, iin}) => `${theoryId} ${iin}`);
    expect(world.tables.get('SC_local_control')!.length + world.tables.get('SC_local_target')!.length).to.equal(160);
    expect(new Set(rows).size).to.equal(160);
  });
});

function turnDisk(path: string, target: string): void {
  unlinkSync(path);
  symlinkSync(target, path);
}

function refuseWhileAway({clock}: World): void {
  const now = clock.now();
  const isAway = STORE_AWAY.some(([from, until]) => now >= Date.parse(from) && now < Date.parse(until));
  if (isAway) throw new Failure('unreachable', 'the state store is away', {advice: 'start it'});
}

/** All that MongoDB keeps, which is away as a whole. */
function stateStore(world: World) {
  const whileUp = <Port extends object>(port: Port): Port =>
    new Proxy(port, {
      get: (target, name, receiver) => {
        const value: unknown = Reflect.get(target, name, receiver);
        if (typeof value !== 'function') return value;
        return (...given: unknown[]) => {
          refuseWhileAway(world);
          return value.apply(target, given);
        };
      },
    });
  const {events, rosters, register, lease, runs} = world.deps;
  return {
    events: whileUp(events),
    rosters: whileUp(rosters),
    register: whileUp(register),
    lease: whileUp(lease),
    runs: whileUp(runs),
  };
}
