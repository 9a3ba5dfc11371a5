import {expect} from 'chai';
import type {Failure} from '../../src/application/failure.ts';
import {keepBeating} from '../../src/application/service/heartbeat.ts';
import {restoreState} from '../../src/application/state/restore.ts';
import {copyState} from '../support/state-copy.ts';
import {makeWorld, type World} from '../support/world.ts';

const REQUEST = {replace: true, origin: {actor: 'test', correlationId: 'test'}, owner: 'test'};
const log = {debug() {}, info() {}, warn() {}, error() {}};

/** A service that beats, one beat for each call of `beat`. */
function beating({kept}: World, heartbeats = kept.heartbeats) {
  const stop = new AbortController();
  const refused: Failure[] = [];
  let next: () => void = () => {};
  const asleep: (() => void)[] = [];
  const sleep = async () => {
    for (const wake of asleep.splice(0)) wake();
    await new Promise<void>((resolve) => {
      next = resolve;
    });
  };
  const deps = {...kept, heartbeats, clock: {...kept.clock, sleep}, owner: 'host pid 1', log};
  const first = new Promise<void>((resolve) => asleep.push(resolve));
  const ended = keepBeating(deps, stop.signal, (failure) => refused.push(failure));
  const beat = async () => {
    const slept = new Promise<void>((resolve) => asleep.push(resolve));
    next();
    await Promise.race([slept, ended]);
  };
  const end = async () => {
    stop.abort();
    next();
    await ended;
  };
  return {first, beat, end, refused};
}

describe('a service that beats', () => {
  it('has its state replaced by nobody until it stops', async () => {
    const world = makeWorld();
    await world.run();
    const backup = await copyState(world.kept);
    const service = beating(world);
    await service.first;
    const refused = await restoreState(world.kept, backup, REQUEST, () => {}).catch((failure: Failure) => failure);
    expect(refused).to.include({kind: 'fenced', message: 'a service is at work on this state: host pid 1'});
    expect(refused).to.have.property('advice').that.includes('stop it');
    await service.end();
    await restoreState(world.kept, backup, REQUEST, () => {});
    expect(service.refused).to.deep.equal([]);
  });

  it('stops when a backup has come all the same, as after a long sleep of the machine, restored for the first time or again', async () => {
    const world = makeWorld();
    await world.run();
    const backup = await copyState(world.kept);
    for (const _ of ['first', 'again']) {
      const service = beating(world);
      await service.first;
      await service.beat();
      expect(service.refused).to.deep.equal([]);
      world.clock.advance(61_000);
      await restoreState(world.kept, backup, REQUEST, () => {});
      await service.beat();
      expect(service.refused.map(({message}) => message)).to.deep.equal([
        'a backup was restored in the place of the state while this service was at work',
      ]);
      world.clock.advance(61_000);
    }
  });

  it('goes on beating once the store that was away answers', async () => {
    const world = makeWorld();
    const {heartbeats} = world.kept;
    let isAway = true;
    const beat: typeof heartbeats.beat = async (...given) => {
      if (isAway) throw new Error('away');
      await heartbeats.beat(...given);
    };
    const service = beating(world, {...heartbeats, beat});
    await service.first;
    isAway = false;
    await service.beat();
    expect(await heartbeats.live()).to.have.length(1);
    await service.end();
    expect(await heartbeats.live()).to.deep.equal([]);
  });
});
