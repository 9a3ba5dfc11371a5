import {expect} from 'chai';
import fc from 'fast-check';
import {enrolmentCipher} from '../../src/adapters/crypto/enrolment-cipher.ts';
import {runEvents} from '../../src/application/events/query-runs.ts';
import {abandonRun} from '../../src/application/run/abandon-run.ts';
import {openAssignments} from '../../src/application/run/assignments/export-assignments.ts';
import {findFormer} from '../../src/application/run/enrolment/find-former.ts';
import {lookPart, sealPart, shelfOf} from '../../src/application/run/enrolment/look.ts';
import {moveRegister} from '../../src/application/run/enrolment/register-keys.ts';
import {previewDistribution} from '../../src/application/run/preview.ts';
import {loadRosterGroup, saveRoster} from '../../src/application/run/roster.ts';
import type {RunDeps} from '../../src/application/run/run-request.ts';
import {verifyRun} from '../../src/application/verify/verify-run.ts';
import {formerLabel} from '../../src/domain/carry-over.ts';
import type {BusinessDate, RunId, TheoryId, WallTime} from '../../src/domain/ids.ts';
import {parseIin} from '../../src/domain/iin.ts';
import type {DistributionPlan} from '../../src/domain/run-events.ts';
import {parseFactors} from '../../src/domain/strata.ts';
import {memoryUserSource} from '../support/memory/sources.ts';
import {DATE, DAY_MS, makeWorld, syntheticUsers, theories, type World} from '../support/world.ts';

const BY_FORMER = {method: 'stratified', factors: parseFactors('former_group')!} as const;
const NIGHT = `${DATE} 00:00:00` as WallTime;
const dateOf = (day: number) => new Date(Date.parse(DATE) + day * DAY_MS).toISOString().slice(0, 10) as BusinessDate;

type Day = {readonly campaigns: readonly number[]; readonly people: readonly number[]};

/** A day comes on which these campaigns, by their numbers, are active, and these people are in the source. */
function setOut(world: World, day: number, given: Day): void {
  const all = theories(9);
  world.source.theories = given.campaigns.map((n) => all[n - 1]!);
  world.source.users = given.people.flatMap((n) => syntheticUsers(1, n));
  world.clock.advance(Date.parse(`${dateOf(day)}T04:00:00Z`) - world.clock.now());
}

async function runDay(world: World, day: number, given: Day, change: Partial<RunDeps> = {}) {
  setOut(world, day, given);
  return (await world.run(change, {next: {date: dateOf(day), slot: null}, forced: 'test'})).at(-1)!;
}

const between = (from: number, to: number) => Array.from({length: to - from}, (_, i) => from + i);

async function planOf(world: World, run: string): Promise<DistributionPlan> {
  const stored = await runEvents(world.deps.events, run, {showSeed: true});
  return stored.find(({type}) => type === 'DistributionPlanned')!.data as DistributionPlan;
}

/** As the tables have them: `SC00000001 A` by person. */
function groupsIn(world: World, campaigns: readonly number[]) {
  const bases = campaigns.map((n) => `SC0000000${n}`);
  const rows = (['SC_local_control', 'SC_local_target'] as const).flatMap((table) => world.tables.get(table)!);
  return new Map(
    rows
      .filter(({theoryId}) => bases.includes(theoryId.slice(0, 10)))
      .map(({theoryId, iin}) => [iin ?? '', `${theoryId.slice(0, 10)} ${'ABCDE'[Number(theoryId.at(-1)) - 1]}`]),
  );
}

function tally(labels: Iterable<string>) {
  const counts: Record<string, number> = {};
  for (const label of labels) counts[label] = (counts[label] ?? 0) + 1;
  return counts;
}

const countsOf = ({carryOver}: DistributionPlan) =>
  Object.fromEntries(carryOver!.groups.map((group) => [formerLabel(group), group.people]));

describe('carry-over', () => {
  it('counts today’s people by the ended campaign and group that they were in, and shows groups to admins only', async () => {
    const world = makeWorld();
    await runDay(world, 0, {campaigns: [1, 2], people: between(0, 60)});
    await runDay(world, 1, {campaigns: [1, 2], people: between(60, 83)});
    const before = groupsIn(world, [1, 2]);
    const given = {campaigns: [3], people: between(30, 120)};
    setOut(world, 20, given);
    const preview = await previewDistribution(world.deps, {...world.request, date: dateOf(20)}, () => {});
    const report = await runDay(world, 20, given);
    expect(preview).to.deep.include({carry_over: report.carry_over, plan_digest: report.plan_digest});
    const back = between(30, 83).map((n) => before.get(String(999900000000 + n))!);
    expect(countsOf(await planOf(world, report.run_id))).to.deep.equal(tally(back));
    expect(report.carry_over).to.deep.equal({days: 90, people: 53, campaigns: 2});
    const shown = await runEvents(world.deps.events, report.run_id, {showSeed: false});
    expect(shown.find(({type}) => type === 'DistributionPlanned')!.data).to.deep.include({
      carryOver: {days: 90, groups: '[admins only]'},
    });
  });

  it('is kept for CARRYOVER_DAYS after a campaign was last active, and not looked for with 0', async () => {
    const peopleAfter = async (days: number, carryOverDays: number) => {
      const world = makeWorld();
      await runDay(world, 0, {campaigns: [1], people: between(0, 10)});
      await runDay(world, days - 1, {campaigns: [2], people: [100]}, {carryOverDays});
      const {carry_over} = await runDay(world, days, {campaigns: [2], people: between(0, 10)}, {carryOverDays});
      return [carry_over?.people, (await world.deps.register.shelves()).some((shelf) => shelf.includes('SC00000001'))];
    };
    expect(await peopleAfter(19, 20)).to.deep.equal([10, true]);
    expect(await peopleAfter(20, 20)).to.deep.equal([0, false]);
    expect(await peopleAfter(3, 3), 'its end may still be put off').to.deep.equal([0, true]);
    expect(await peopleAfter(3, 0)).to.deep.equal([undefined, true]);
    expect(await peopleAfter(7, 0)).to.deep.equal([undefined, false]);
  });

  it('knows of an abandoned run only those who were written', async () => {
    const world = makeWorld();
    const dssb = world.deps.tables.dssb_app;
    const broken: typeof dssb = {
      ...dssb,
      lock: (table, work) =>
        table === 'SC_local_target' ? Promise.reject(new Error('broken')) : dssb.lock(table, work),
    };
    const tables = {...world.deps.tables, dssb_app: broken};
    const {run_id} = await runDay(world, 0, {campaigns: [1], people: between(0, 50)}, {tables});
    const {origin, owner, zone} = world.request;
    await abandonRun(world.deps, {id: run_id, reason: 'test', origin, owner, zone}, () => {});
    await runDay(world, 1, {campaigns: [1], people: between(50, 60)});
    const {run_id: next} = await runDay(world, 2, {campaigns: [2], people: between(0, 60)});
    const before = groupsIn(world, [1]);
    expect(before.size).to.equal(20);
    expect(countsOf(await planOf(world, next))).to.deep.equal(tally(before.values()));
  });

  it('takes the group from a place among those that were written, whichever they are', async () => {
    const {register, enrolmentCipher: cipher, ...deps} = makeWorld().deps;
    const people = syntheticUsers(10).flatMap(({iin}) => parseIin(iin) ?? []);
    const [shelf, source] = [shelfOf('SC00000001', cipher), `distribution-${DATE}/1`];
    const ranges = [[2, 4] as const, [7, 10] as const];
    const on = {on: DATE, countedOn: DATE, since: {dssb_app: NIGHT, spss: NIGHT}};
    const look = {...on, recent: {}, total: {}, beginning: {}, ours: {}, tabs: {}};
    const prints = new Uint8Array(cipher.fingerprints(people).buffer);
    await register.add([
      lookPart(cipher, shelf, {...look, rests: [{source, parts: 1, people: 10, since: null, ranges}]}),
      sealPart(cipher, {shelf, source, part: 0}, prints),
    ]);
    const dealt = new Map([['SC00000001.2', 2], ['SC00000001.5', 3]] as [TheoryId, number][]); // biome-ignore format: two groups
    const runs = {...deps.runs, dealtByRun: async () => [{run_id: `distribution-${DATE}` as RunId, people: dealt}]};
    const search = {active: [], on: dateOf(1), days: 9};
    const {labelOf} = await findFormer({...deps, runs, register, enrolmentCipher: cipher}, people, search);
    const [none, b, e] = ['none', 'SC00000001 B', 'SC00000001 E'];
    expect(people.map(labelOf)).to.deep.equal([none, none, b, b, none, none, none, e, e, e]);
  });

  it('is of several campaigns the one that a person was dealt to last, whatever they are called', async () => {
    const world = makeWorld();
    for (const [day, campaign] of [2, 1].entries()) {
      await runDay(world, day, {campaigns: [campaign], people: between(0, 10)});
    }
    const {run_id} = await runDay(world, 2, {campaigns: [3], people: between(0, 10)});
    expect(countsOf(await planOf(world, run_id))).to.deep.equal(tally(groupsIn(world, [1]).values()));
  });

  it('knows the campaign, not the group, of who was met in the tables', async () => {
    const world = makeWorld();
    await runDay(world, 0, {campaigns: [1], people: between(0, 10)});
    await world.deps.register.remove((await world.deps.register.shelves())[0]!, null);
    await runDay(world, 1, {campaigns: [1], people: between(10, 15)});
    const {run_id} = await runDay(world, 2, {campaigns: [2], people: between(0, 12)});
    const counts = countsOf(await planOf(world, run_id));
    expect(counts['SC00000001 unknown']).to.equal(10);
    expect(Object.values(counts).reduce((a, b) => a + b)).to.equal(12);
  });

  it('outlives a lost part of the register, a change of its key, and a run that was skipped', async () => {
    const world = makeWorld();
    await runDay(world, 0, {campaigns: [1], people: between(0, 10)});
    await runDay(world, 1, {campaigns: [1], people: between(10, 20)});
    await runDay(world, 2, {campaigns: [1], people: between(0, 20)});
    const [shelf] = await world.deps.register.shelves();
    await world.deps.register.remove(shelf!, ['distribution-2024-01-15/1']);
    const cipher = enrolmentCipher('c3'.repeat(32), 'b2'.repeat(32));
    await moveRegister({...world.deps, enrolmentCipher: cipher}, async () => {});
    const next = await runDay(world, 3, {campaigns: [2], people: between(0, 20)}, {enrolmentCipher: cipher});
    const before = [...groupsIn(world, [1])].filter(([iin]) => iin >= '999900000010').map(([, label]) => label);
    expect(countsOf(await planOf(world, next.run_id))).to.deep.equal(tally(before));
  });

  it('is what the tables say, whatever campaigns come, end and come back: of several the last', async () => {
    const day = fc.record({
      campaigns: fc.uniqueArray(fc.integer({min: 1, max: 4}), {minLength: 1, maxLength: 3}),
      people: fc.uniqueArray(fc.integer({min: 0, max: 39}), {maxLength: 30}),
      pause: fc.integer({min: 1, max: 3}),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(day, {minLength: 2, maxLength: 7}), async (days) => {
        const world = makeWorld();
        const carryOverDays = 8;
        let dealt: {iin: string; campaign: number; label: string}[] = [];
        const active = new Map<number, number>();
        let dropped = new Set<number>();
        let on = 0;
        for (const [i, {campaigns, people, pause}] of days.entries()) {
          on += pause;
          // Of a campaign that comes back after it was dropped people are met in the tables.
          const met = dealt.filter(({campaign}) => campaigns.includes(campaign) && dropped.has(campaign));
          const unknown = met.map((it) => ({...it, label: `SC0000000${it.campaign} unknown`}));
          dealt = [...dealt.filter((it) => !met.includes(it)), ...unknown];
          for (const n of campaigns) active.set(n, on);
          dropped = new Set([...active].flatMap(([n, last]) => (on - last >= carryOverDays ? [n] : [])));
          // Somebody new each day, so that there is a plan.
          const today = [...people, 100 + i];
          const {run_id} = await runDay(world, on, {campaigns, people: today}, {carryOverDays, allocation: BY_FORMER});
          const ofPerson = (iin: string) => dealt.filter((it) => it.iin === iin);
          const own = today
            .map((n) => String(999900000000 + n))
            .filter((iin) => !ofPerson(iin).some(({campaign}) => campaigns.includes(campaign)));
          const former = own.flatMap(
            (iin) =>
              ofPerson(iin)
                .filter(({campaign}) => !dropped.has(campaign))
                .at(-1)?.label ?? [],
          );
          expect(countsOf(await planOf(world, run_id))).to.deep.equal(tally(former));
          const now = groupsIn(world, campaigns);
          for (const iin of own) dealt.push({iin, label: now.get(iin)!, campaign: Number(now.get(iin)!.slice(9, 10))});
        }
      }),
      {numRuns: 15},
    );
  });
});

describe('STRATIFY_BY=former_group', () => {
  /** 50 people in five groups of an ended campaign, who come back together with 25 new ones. */
  async function comeBack(change: Partial<RunDeps> = {}) {
    const world = makeWorld();
    await runDay(world, 0, {campaigns: [1], people: between(0, 50)});
    const report = await runDay(world, 9, {campaigns: [2], people: between(0, 75)}, {allocation: BY_FORMER, ...change});
    return {world, report};
  }

  it('spreads the people of each former group over the new ones, and over all days', async () => {
    const {world, report} = await comeBack();
    const before = groupsIn(world, [1]);
    const spread = tally([...groupsIn(world, [2])].map(([iin, group]) => `${before.get(iin) ?? 'none'} → ${group}`));
    const labels = ['SC00000001 A', 'SC00000001 B', 'SC00000001 C', 'SC00000001 D', 'SC00000001 E', 'none'];
    expect(Object.keys(spread)).to.have.length(30);
    for (const [cell, people] of Object.entries(spread)) expect(people, cell).to.equal(cell.startsWith('none') ? 5 : 2);
    expect((await planOf(world, report.run_id)).allocation?.strata).to.deep.equal(labels);
    await runDay(world, 10, {campaigns: [2], people: between(60, 90)}, {allocation: BY_FORMER});
    expect((await planOf(world, 'distribution-2024-01-25')).allocation!.campaigns).to.deep.include({
      SC00000002: {
        standing: [2, 2, 2, 2, 2, 5].map((n) => [n, n, n, n, n]),
        today: [0, 0, 0, 0, 0, 3].map((n) => [n, n, n, n, n]),
      },
    });
  });

  it('is dealt again by verify from the roster, by its digests after that, and another label is found', async () => {
    const {world, report} = await comeBack();
    const {rosterId, campaigns} = await planOf(world, report.run_id);
    const checkOf = async () => (await verifyRun(world.deps, report.run_id)).checks.find(({check}) => check === 'plan');
    // The register has moved on by then.
    for (const shelf of await world.deps.register.shelves()) await world.deps.register.remove(shelf, null);
    expect(await checkOf()).to.deep.include({ok: true, detail: 'rebuilt from people and seed: the same'});
    const ids = campaigns.flatMap(({groups}) => groups.map(({theoryId}) => theoryId));
    const groups = await Promise.all(ids.map((id) => loadRosterGroup(world.deps, rosterId, id)));
    const [first, ...others] = groups;
    const [label, ...labels] = first!.columns!;
    await saveRoster(world.deps, rosterId, [
      {...first!, columns: [label === 'none' ? 'SC00000001 A' : 'none', ...labels]},
      ...others,
    ]);
    expect((await checkOf())?.ok).to.equal(false);
    await world.deps.rosters.destroyKey(rosterId);
    expect((await checkOf())?.detail).to.match(/^not dealt again, .* every group has its people$/);
  });

  it('writes the same rows when it is resumed, though source and register are others by then', async () => {
    const whole = await comeBack();
    const world = makeWorld();
    await runDay(world, 0, {campaigns: [1], people: between(0, 50)});
    const spss = {...world.deps.tables.spss, lock: () => Promise.reject(new Error('away'))};
    const away = {allocation: BY_FORMER, tables: {...world.deps.tables, spss}};
    await runDay(world, 9, {campaigns: [2], people: between(0, 75)}, away);
    for (const shelf of await world.deps.register.shelves()) await world.deps.register.remove(shelf, null);
    world.source.users = [{iin: '999911111111', countDay: 5}];
    const [resumed] = await world.run({allocation: BY_FORMER}, {next: null});
    expect(resumed!.status).to.equal('completed');
    expect(world.rows()).to.deep.equal(whole.world.rows());
  });

  it('is nobody’s where nobody looks', async () => {
    const {world, report} = await comeBack({carryOverDays: 0});
    const {allocation, carryOver} = await planOf(world, report.run_id);
    expect([allocation?.strata, carryOver, report.carry_over]).to.deep.equal([['none'], undefined, undefined]);
  });

  it('stands behind the columns in the name of a stratum, which the analysis list has too', async () => {
    const world = makeWorld({listDays: 30});
    const allocation = {...BY_FORMER, factors: parseFactors('former_group,REGION,sex')!};
    const users = memoryUserSource(() => world.source.users, ['REGION']);
    await runDay(world, 0, {campaigns: [1], people: between(0, 5)}, {allocation, users});
    await runDay(world, 1, {campaigns: [2], people: between(4, 6)}, {allocation, users});
    const before = groupsIn(world, [1]).get('999900000004');
    const list = await openAssignments(world.deps, 'SC00000002');
    const strata = [];
    for await (const people of list.people()) strata.push(...people.map(({iin, stratum}) => `${iin} ${stratum}`));
    expect(strata.sort()).to.deep.equal([`999900000004 unknown / R0 / ${before}`, '999900000005 unknown / R0 / none']);
  });
});
