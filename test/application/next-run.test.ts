import {expect} from 'chai';
import {hashEvent} from '../../src/application/events/event-envelope.ts';
import {parseHead} from '../../src/application/events/log-head.ts';
import {previousLinks} from '../../src/application/events/next-run.ts';
import type {RunStart} from '../../src/domain/run-events.ts';
import {DATE, makeWorld, syntheticUsers} from '../support/world.ts';

describe('the next run', () => {
  it('is chained to the last event of the latest run, and its head of the log builds on the one that this run carries', async () => {
    const world = makeWorld();
    const {deps} = world;
    const first = await previousLinks(deps, deps.hash);
    expect(first.previousRunHash).to.equal(null);
    expect(parseHead(first.logHead)).to.include({position: 0, base: 0});
    await world.run();
    world.source.users = syntheticUsers(40, 500);
    await world.run({}, {next: {date: DATE, slot: null}});
    const stored = await deps.events.read(`distribution-${DATE}.2`);
    const {previousRunHash, logHead} = await previousLinks(deps, deps.hash);
    expect(previousRunHash).to.equal(hashEvent(stored.at(-1)!, deps.hash));
    const carried = parseHead((stored[0]!.data as RunStart).logHead!)!;
    expect(carried.position).to.be.greaterThan(0);
    const {position} = await deps.events.heads(0);
    expect(parseHead(logHead)).to.include({base: carried.position, position});
  });
});
