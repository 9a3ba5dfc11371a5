import {readdirSync, readFileSync} from 'node:fs';
import {expect} from 'chai';
import fc from 'fast-check';
import {auditTrail, listAudit} from '../../src/application/events/audit.ts';
import {openStateEvent} from '../../src/application/events/upcast.ts';
import {wholeLog} from '../../src/application/events/whole-log.ts';
import {Failure} from '../../src/application/failure.ts';
import type {BackupFile} from '../../src/application/ports/backup-file.ts';
import {abandonRun} from '../../src/application/run/abandon-run.ts';
import {reconcileFirst} from '../../src/application/run/reconcile.ts';
import {registerCampaign} from '../../src/application/run/register-campaign.ts';
import {restoreState} from '../../src/application/state/restore.ts';
import {verifyChain} from '../../src/application/verify/verify-chain.ts';
import type {BusinessDate} from '../../src/domain/ids.ts';
import {copyState} from '../support/state-copy.ts';
import {DAY_MS, makeWorld, syntheticUsers, type World} from '../support/world.ts';

const GOLDEN = new URL('../golden/state/', import.meta.url);
const REQUEST = {replace: false, origin: {actor: 'test', correlationId: 'test'}, owner: 'test'};
const ACTION = {who: 'test', what: 'test', from: 'test', outcome: 'done', requestId: 'test'} as const;
const dayOf = (n: number) => `2024-01-${15 + n}` as BusinessDate;

/** So many days with new people each. */
async function runDays(world: World, from: number, days: number, users: number): Promise<void> {
  for (let n = from; n < from + days; n++) {
    world.source.users = syntheticUsers(users, 1_000 * n);
    await world.run({}, {next: {date: dayOf(n), slot: null}});
    world.clock.advance(DAY_MS - 60_000);
  }
}

/** Another machine at the same bank, on this backup. */
async function restored(world: World, backup: BackupFile): Promise<World> {
  const other = makeWorld();
  for (const [table, rows] of world.tables) other.tables.set(table, rows);
  other.source.users = world.source.users;
  other.source.theories = world.source.theories;
  other.clock.advance(world.clock.now() - other.clock.now());
  await restoreState(other.kept, backup, REQUEST, () => {});
  return other;
}

const next = (n: number) => ({next: {date: dayOf(n), slot: null}});
const failureOf = (work: Promise<unknown>): Promise<Failure> =>
  work.then(
    () => Promise.reject(new Error('it was not refused')),
    (error: Failure) => error,
  );
const told = async (world: World) => (await listAudit(world.deps.events, null, 'Asia/Almaty'))[0]?.what;

describe('a restored state', () => {
  it('is read as ever', () => {
    for (const name of readdirSync(GOLDEN)) {
      const {stored, opened} = JSON.parse(readFileSync(new URL(name, GOLDEN), 'utf8'));
      expect(openStateEvent(stored), name).to.deep.equal(opened);
    }
  });

  it('that the tables have nothing beyond is run on, and is like any other from then on', async () => {
    const world = makeWorld();
    await runDays(world, 0, 2, 20);
    const other = await restored(world, await copyState(world.kept));
    await runDays(other, 2, 2, 20);
    expect(await told(other)).to.equal('state reconciled: the tables have nothing that it lacks');
    expect(other.tables.get('SC_local_control')!.length + other.tables.get('SC_local_target')!.length).to.equal(80);
    expect((await verifyChain(other.deps))[0]).to.include({ok: true});
  });

  it('older than the tables is refused, with the days that it lacks, however many', async () => {
    const some = fc.integer({min: 1, max: 3});
    await fc.assert(
      fc.asyncProperty(fc.nat(2), some, fc.integer({min: 1, max: 25}), async (before, after, users) => {
        const world = makeWorld();
        await runDays(world, 0, before, users);
        const backup = await copyState(world.kept);
        await runDays(world, before, after, users);
        const other = await restored(world, backup);
        const rows = world.rows();
        const failure = await failureOf(other.run({}, next(9)));
        expect(failure.kind).to.equal('state_behind');
        const lacking = Array.from(
          {length: after},
          (_, i) => `${dayOf(before + i)} (${users} ${users === 1 ? 'row' : 'rows'})`,
        );
        expect(failure.message.split(' of ').at(-1)).to.equal(lacking.join(', '));
        expect(failure.advice).to.include('--i-have-reconciled');
        expect(await failureOf(reconcileFirst(other.deps, {...REQUEST, zone: 'Asia/Almaty'}))).to.include({
          kind: 'state_behind',
        });
        expect(other.rows()).to.deep.equal(rows);
      }),
      {numRuns: 30},
    );
  });

  it('is run on all the same once a person has said so, deals nobody twice, and says it in the audit', async () => {
    const world = makeWorld();
    await runDays(world, 0, 1, 20);
    const backup = await copyState(world.kept);
    await runDays(world, 1, 1, 20);
    const other = await restored(world, backup);
    // Those of the day that it lacks, and ten more.
    other.source.users = syntheticUsers(30, 1_000);
    const [report] = await other.run({}, {...next(2), reconciled: true});
    expect(report!.users).to.include({found: 30, enrolled: 20, distributed: 10});
    const words = 'state reconciled by hand: the tables have 20 rows that it lacks';
    expect((await listAudit(other.deps.events, null, 'Asia/Almaty')).map(({what}) => what)).to.include(words);
    await other.run({}, next(3));
  });

  it('made in a run that went on and ended may finish it; made before its plan it may not', async () => {
    for (const [appends, isRefused] of [
      [1, true],
      [3, false],
    ] as const) {
      const world = makeWorld();
      await runDays(world, 0, 1, 20);
      world.source.users = syntheticUsers(20, 1_000);
      const backups: BackupFile[] = [];
      let count = 0;
      const events: World['deps']['events'] = {
        ...world.deps.events,
        append: async (...given) => {
          const answer = await world.deps.events.append(...given);
          if (++count === appends) backups.push(await copyState(world.kept));
          return answer;
        },
      };
      await world.run({events}, next(1));
      const rows = world.rows();
      const other = await restored(world, backups[0]!);
      if (isRefused) expect(await failureOf(other.run({}, {next: null}))).to.include({kind: 'state_behind'});
      else expect((await other.run({}, {next: null})).map(({status}) => status)).to.deep.equal(['completed']);
      expect(other.rows()).to.deep.equal(rows);
    }
  });

  it('older than the tables lets no run be abandoned, and no campaign be registered as if nobody had been dealt to it', async () => {
    const world = makeWorld();
    const {tables} = world.deps;
    const away = () => Promise.reject(new Failure('unreachable', 'SPSS is away', {database: 'spss'}));
    await world.run({tables: {...tables, spss: {...tables.spss, lock: away}}}, next(0));
    const backup = await copyState(world.kept);
    await runDays(world, 1, 1, 20);
    const other = await restored(world, backup);
    const run = {...world.request, id: `distribution-${dayOf(0)}`, reason: 'test'};
    const text = {...world.request, campaign: 'SC00000001', text: 'Calls bring more.', sha256: 'hash'};
    const before = await other.deps.events.heads(0);
    for (const work of [() => abandonRun(other.deps, run, () => {}), () => registerCampaign(other.deps, text)])
      expect(await failureOf(work())).to.include({kind: 'state_behind'});
    expect(await other.deps.events.heads(0)).to.deep.equal(before);
    const abandoned = await abandonRun(other.deps, {...run, reconciled: true}, () => {});
    expect(abandoned).to.have.nested.property('result.status', 'abandoned');
    expect(await registerCampaign(other.deps, text)).to.include({version: 1});
  });

  it('that was not restored to its end is refused, whatever a person says', async () => {
    const world = makeWorld();
    await runDays(world, 0, 1, 20);
    const backup = await copyState(world.kept);
    let reads = 0;
    const breaking: BackupFile = {
      ...backup,
      async *records() {
        reads++;
        let count = 0;
        for await (const record of backup.records()) {
          if (reads > 1 && ++count > 4) throw new Error('broken off');
          yield record;
        }
      },
    };
    const other = makeWorld();
    await restoreState(other.kept, breaking, REQUEST, () => {}).catch(() => {});
    const failure = await failureOf(other.run({}, {reconciled: true}));
    expect(failure.message).to.match(/not restored to its end/);
    expect(failure.advice).to.include('--replace');
    const events = wholeLog(other.deps.events);
    const record = () => auditTrail({...other.deps, events})(ACTION);
    expect(await failureOf(record())).to.include({kind: 'state_behind'});
    await restoreState(other.kept, backup, {...REQUEST, replace: true}, () => {});
    await record();
    await other.run();
  });

  it('is left to the first run by a start that cannot reach a database, or finds another at work', async () => {
    const world = makeWorld();
    await runDays(world, 0, 1, 20);
    const backup = await copyState(world.kept);
    await runDays(world, 1, 1, 20);
    const other = await restored(world, backup);
    const away = () => Promise.reject(new Error('away'));
    await reconcileFirst({...other.deps, campaigns: away}, {...REQUEST, zone: 'Asia/Almaty'});
    await other.deps.lease.acquire('another', 10_000);
    await reconcileFirst(other.deps, {...REQUEST, zone: 'Asia/Almaty'});
  });
});
