import {expect} from 'chai';
import {type CampaignHistory, listCampaigns, showCampaign} from '../../src/application/events/campaign-history.ts';
import {registerCampaign} from '../../src/application/run/register-campaign.ts';
import type {BusinessDate, TheoryId, WallTime} from '../../src/domain/ids.ts';
import type {RunReport} from '../../src/domain/run-report.ts';
import type {Warning} from '../../src/domain/warnings.ts';
import {makeWorld, syntheticUsers, theories, type World} from '../support/world.ts';

const FIRST = 'SC00000001' as TheoryId;
const dated = (day: number) => `2024-01-${day}` as BusinessDate;

/** A run of that day of January 2024, of so many new people. */
async function runOf(world: World, day: number, people: number): Promise<RunReport> {
  world.clock.advance(Date.parse(`2024-01-${day}T04:00:00Z`) - world.clock.now());
  world.source.users = syntheticUsers(people, day * 1_000);
  const [report] = await world.run({}, {next: {date: dated(day), slot: null}});
  return report!;
}

/** How many people a run gave each group of a campaign, by its report. */
function givenBy({campaigns}: RunReport, campaign: TheoryId): CampaignHistory['groups'] {
  const {groups} = campaigns.find((it) => it.theory_id === campaign)!;
  const [A, B, C, D, E] = (['A', 'B', 'C', 'D', 'E'] as const).map((letter) => groups[letter]!.users_count);
  return {A: A!, B: B!, C: C!, D: D!, E: E!};
}

const sum = ({A, B, C, D, E}: CampaignHistory['groups']) => A + B + C + D + E;

describe('the history of a campaign', () => {
  it('has its days, oldest first, its sums, its rows, and the days between on which nobody came', async () => {
    const world = makeWorld();
    const reports = [await runOf(world, 15, 23), await runOf(world, 18, 40)];
    await runOf(world, 20, 0);
    const {days, groups, total_users, ...shown} = (await showCampaign(world.deps, FIRST))!;
    const given = reports.map((report) => givenBy(report, FIRST));
    expect(days).to.deep.equal([
      {run_id: 'distribution-2024-01-15', date: '2024-01-15', groups: given[0]},
      {run_id: 'distribution-2024-01-18', date: '2024-01-18', groups: given[1]},
    ]);
    const letters = ['A', 'B', 'C', 'D', 'E'] as const;
    for (const letter of letters) expect(groups[letter]).to.equal(given[0]![letter] + given[1]![letter]);
    expect(total_users)
      .to.equal(sum(given[0]!) + sum(given[1]!))
      .and.to.be.greaterThan(20);
    expect(shown).to.deep.include({
      theory_id: FIRST,
      theory_name: 'Campaign 1',
      start_date: '2024-01-01 00:00:00',
      end_date: '2024-12-31 00:00:00',
      last_run: 'distribution-2024-01-18',
      days_without: 4,
      differences: [],
      registered: null,
      balance: reports[1]!.campaigns.find((it) => it.theory_id === FIRST)!.balance,
    });
    expect(shown).to.not.have.property('losses');
    expect(shown.standing).to.deep.equal([
      {table: 'SC_local_control', theory_id: `${FIRST}.1`, rows: groups.A},
      ...letters.slice(1).flatMap((letter, i) => [
        {table: 'SC_local_target', theory_id: `${FIRST}.${i + 2}`, rows: groups[letter]},
        {table: 'SC_theory_users', theory_id: `${FIRST}.${i + 2}`, rows: groups[letter]},
      ]),
    ]);
  });

  it('counts no day after its end as one on which nobody came', async () => {
    const world = makeWorld({campaigns: 1});
    world.source.theories = world.source.theories.map((it) => ({...it, endDate: '2024-01-16 23:59:59' as WallTime}));
    await runOf(world, 15, 23);
    expect((await showCampaign(world.deps, FIRST))?.days_without).to.equal(0);
    await runOf(world, 20, 5);
    expect((await showCampaign(world.deps, FIRST))?.days_without).to.equal(1);
  });

  it('has what people were told of its tables, and what it is to find out', async () => {
    const world = makeWorld();
    const {A} = givenBy(await runOf(world, 15, 23), FIRST);
    const {origin} = world.request;
    await registerCampaign(world.deps, {
      ...world.request,
      campaign: FIRST,
      text: 'hypothesis',
      sha256: 'hash',
      origin,
      owner: 'test',
    });
    const control = world.tables.get('SC_local_control')!;
    control.splice(
      control.findIndex(({theoryId}) => theoryId === `${FIRST}.1`),
      1,
    );
    await runOf(world, 16, 10);
    const {differences, registered} = (await showCampaign(world.deps, FIRST))!;
    expect(registered).to.deep.equal({
      ...{version: 1, text: 'hypothesis', sha256: 'hash', late: true},
      ...{at: '2024-01-15T04:01:00.000Z', by: 'test'},
    });
    expect(differences).to.deep.equal([{table: 'SC_local_control', theoryId: `${FIRST}.1`, expected: A, found: A - 1}]);
  });

  it('has the warnings of its last run and of the latest one that name it or a group of it, each once', async () => {
    const world = makeWorld({campaigns: 1});
    await runOf(world, 15, 23);
    const {events, runs} = world.deps;
    const named = {kind: 'ended_today', theoryId: `${FIRST}.2` as TheoryId} as const;
    const own = {kind: 'no_dates', theoryId: FIRST} as const;
    const others: Warning[] = [
      {kind: 'no_dates', theoryId: 'SC00000002' as TheoryId},
      {kind: 'bad_theory_id', theoryId: 'SC1'},
      {kind: 'tables_differ', theoryId: FIRST, table: 'SC_local_target', expected: 2, found: 1},
      {kind: 'losses_differ', theoryId: FIRST, lost: [0, 0, 9, 0, 0]},
      {kind: 'text', text: FIRST},
    ];
    const list: typeof runs.list = async (query) =>
      (await runs.list(query)).map((it) => ({...it, report: {...it.report, warnings: [own, ...others, named, own]}}));
    const shown = await showCampaign({events, runs: {...runs, list}}, FIRST);
    expect(shown?.warnings).to.deep.equal([own, named]);
    expect((await showCampaign(world.deps, FIRST))?.warnings).to.deep.equal([]);
  });

  it('has who of its last run had been in which groups of campaigns that have ended', async () => {
    const world = makeWorld({campaigns: 1});
    await runOf(world, 15, 23);
    const people = world.source.users;
    world.source.theories = theories(2).slice(1);
    world.clock.advance(Date.parse('2024-01-16T04:00:00Z') - world.clock.now());
    world.source.users = [...people, ...syntheticUsers(7, 900)];
    const [report] = await world.run({}, {next: {date: dated(16), slot: null}});
    const {carry_over, groups} = (await showCampaign(world.deps, 'SC00000002' as TheoryId))!;
    expect(carry_over).to.deep.equal({days: world.deps.carryOverDays, people: 23, campaigns: 1});
    expect(groups).to.deep.equal(givenBy(report!, 'SC00000002' as TheoryId));
  });

  it('is of one campaign only, where a run deals people to several', async () => {
    const world = makeWorld();
    const report = await runOf(world, 15, 24);
    for (const id of [FIRST, 'SC00000002' as TheoryId]) {
      const {theory_name, groups, standing} = (await showCampaign(world.deps, id))!;
      const {A, B, C, D, E} = givenBy(report, id);
      expect([theory_name, groups]).to.deep.equal([`Campaign ${id.at(-1)}`, {A, B, C, D, E}]);
      expect(standing.map(({rows}) => rows)).to.deep.equal([A, B, B, C, C, D, D, E, E]);
    }
  });

  it('is null for one that no run gave anybody', async () => {
    const world = makeWorld();
    expect(await showCampaign(world.deps, FIRST)).to.equal(null);
    await runOf(world, 15, 23);
    expect(await showCampaign(world.deps, 'SC00000009' as TheoryId)).to.equal(null);
  });
});

describe('the campaigns', () => {
  it('are those of the latest plan with all that runs gave them, though later runs had none', async () => {
    const world = makeWorld();
    expect(await listCampaigns(world.deps)).to.deep.equal([]);
    const first = await runOf(world, 15, 23);
    world.source.theories = theories(2).slice(0, 1);
    const second = await runOf(world, 16, 40);
    for (let day = 17; day < 29; day++) await runOf(world, day, 0);
    const {A, B, C, D, E} = givenBy(first, FIRST);
    const later = givenBy(second, FIRST);
    const groups = {A: A + later.A, B: B + later.B, C: C + later.C, D: D + later.D, E: E + later.E};
    const [listed, ...rest] = await listCampaigns(world.deps);
    expect(rest).to.deep.equal([]);
    expect(listed).to.deep.equal({
      theory_id: FIRST,
      theory_name: 'Campaign 1',
      start_date: '2024-01-01 00:00:00',
      end_date: '2024-12-31 00:00:00',
      total_users: sum(groups),
      groups,
    });
  });
});
