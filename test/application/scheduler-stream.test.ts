import {expect} from 'chai';
import {openScheduler, readScheduler} from '../../src/application/events/scheduler-stream.ts';
import type {EventStore} from '../../src/application/ports/event-store.ts';
import type {IsoInstant} from '../../src/domain/ids.ts';
import {install, isOn, switchTo} from '../../src/domain/scheduler.ts';
import {makeWorld} from '../support/world.ts';

const at = (day: number) => `2024-01-${day}T03:00:00.000Z` as IsoInstant;
const origin = {actor: 'test', correlationId: 'test'};

describe('the stream of the scheduler', () => {
  it('is read whole at the first look, then only from where the last look ended', async () => {
    const {deps} = makeWorld();
    const transferred: number[] = [];
    const counted: EventStore = {
      ...deps.events,
      read: async (stream, after) => {
        const events = await deps.events.read(stream, after);
        transferred.push(events.length);
        return events;
      },
    };
    const other = await openScheduler(deps, origin);
    await other.record(install(at(10)));
    await other.record(switchTo(false, at(11)));
    expect(isOn(await readScheduler(counted))).to.equal(false);
    expect(isOn(await readScheduler(counted))).to.equal(false);
    await other.record(switchTo(true, at(12)));
    expect(isOn(await readScheduler(counted))).to.equal(true);
    expect(await readScheduler(counted)).to.deep.equal(other.state());
    expect(transferred).to.deep.equal([2, 0, 1, 0]);
  });
});
