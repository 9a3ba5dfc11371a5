import {expect} from 'chai';
import {showCampaign} from '../../src/application/events/campaign-history.ts';
import {readFigures} from '../../src/application/events/run-figures.ts';
import {verifyChain} from '../../src/application/verify/verify-chain.ts';
import type {BusinessDate, TheoryId} from '../../src/domain/ids.ts';
import {DAY_MS, makeWorld, syntheticUsers, type World} from '../support/world.ts';

async function runDay(world: World, day: number, losses: 'exact' | 'tolerated' = 'tolerated') {
  world.source.users = syntheticUsers(100, day * 1_000);
  if (day > 0) world.clock.advance(DAY_MS);
  const date = `2024-01-${15 + day}` as BusinessDate;
  return (await world.run({losses}, {next: {date, slot: null}}))[0]!;
}

/** Removes so many people of a group from every table. */
function remove(world: World, group: string, people: number): void {
  for (const [table, rows] of world.tables) {
    const gone = rows.filter(({theoryId}) => theoryId === `SC00000001.${group}`).slice(0, people);
    world.tables.set(
      table,
      rows.filter((row) => !gone.includes(row)),
    );
  }
}

const ofKind = (report: Awaited<ReturnType<typeof runDay>>, kind: string) =>
  report.warnings.filter((it) => it.kind === kind);
const mails = (report: Awaited<ReturnType<typeof runDay>>) => report.notifications.map(({kind}) => kind);

describe('tolerated losses', () => {
  it('are told when a group loses more than others: once by mail, in each report, in the metric; equal ones are not', async () => {
    const world = makeWorld({campaigns: 1});
    await runDay(world, 0);
    for (const group of ['1', '2', '3', '4', '5']) remove(world, group, 2);
    const equal = await runDay(world, 1);
    expect([equal.warnings, mails(equal)]).to.deep.equal([[], ['success']]);
    const told = async () => (await showCampaign(world.deps, 'SC00000001' as TheoryId))?.losses;
    expect(await told()).to.deep.equal({lost: {A: 2, B: 2, C: 2, D: 2, E: 2}, evidence: 1, alarm_at: 1000});
    remove(world, '3', 25);
    const unequal = await runDay(world, 2);
    const warning = {kind: 'losses_differ', theoryId: 'SC00000001', lost: [2, 2, 27, 2, 2]};
    expect(unequal.warnings).to.deep.equal([warning]);
    expect(mails(unequal)).to.deep.equal(['tables_differ', 'success']);
    expect((await readFigures(world.deps)).unequalLosses).to.equal(1);
    expect((await told())?.lost).to.deep.equal({A: 2, B: 2, C: 27, D: 2, E: 2});
    expect((await told())?.evidence).to.be.greaterThan(1000);
    const later = await runDay(world, 3);
    expect([later.warnings, mails(later)]).to.deep.equal([[warning], ['success']]);
    const stream = await world.deps.events.read('campaign-SC00000001');
    expect(stream.map(({type}) => type)).to.deep.equal(['LossesDiffer', 'LossesDiffer']);
    expect((await verifyChain(world.deps, null)).every(({ok}) => ok)).to.equal(true);
  });

  it('leave rows that are too many what they are, and the default tells each row that is gone', async () => {
    const world = makeWorld({campaigns: 1});
    await runDay(world, 0);
    const [row] = world.tables.get('SC_local_target')!;
    world.tables.get('SC_local_target')!.push(row!);
    remove(world, '1', 2);
    const tolerated = await runDay(world, 1);
    expect(ofKind(tolerated, 'tables_differ')).to.have.length(1);
    expect(mails(tolerated)).to.include('tables_differ');
    expect(ofKind(await runDay(world, 2, 'exact'), 'tables_differ')).to.have.length(2);
  });
});
