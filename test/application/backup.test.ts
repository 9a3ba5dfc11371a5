import {expect} from 'chai';
import fc from 'fast-check';
import {assignmentKeys} from '../../src/adapters/crypto/assignment-keys.ts';
import {enrolmentCipher} from '../../src/adapters/crypto/enrolment-cipher.ts';
import {listAudit} from '../../src/application/events/audit.ts';
import {Failure} from '../../src/application/failure.ts';
import type {BackupFile} from '../../src/application/ports/backup-file.ts';
import {restoreState} from '../../src/application/state/restore.ts';
import {verifyChain} from '../../src/application/verify/verify-chain.ts';
import {verifySummaries} from '../../src/application/verify/verify-summaries.ts';
import {copyState} from '../support/state-copy.ts';
import {DATE, makeWorld, type World} from '../support/world.ts';

const MAIL = {id: 'x', at: '', messageId: '', subject: '', answer: '', html: Buffer.from('x')};
const RUN = `distribution-${DATE}`;
const REQUEST = {replace: false, origin: {actor: 'test', correlationId: 'test'}, owner: 'test'};

const restore = (world: World, backup: BackupFile, more: Partial<typeof REQUEST> = {}) =>
  restoreState(world.kept, backup, {...REQUEST, ...more}, () => {});

/** A process that dies after so many appends; `told` is called after each, with its number. */
function dying(world: World, appends: number, told: (n: number) => Promise<void>): World['deps']['events'] {
  let count = 0;
  return {
    ...world.deps.events,
    append: async (...given) => {
      if (count >= appends) throw new Error('dead');
      const answer = await world.deps.events.append(...given);
      await told(++count);
      return answer;
    },
  };
}

/** Another machine, which reaches the same bank. */
function elsewhere(world: World): World {
  const other = makeWorld();
  for (const [table, rows] of world.tables) other.tables.set(table, rows);
  other.source.users = world.source.users;
  other.source.theories = world.source.theories;
  other.clock.advance(world.clock.now() - other.clock.now());
  return other;
}

async function failureOf(work: Promise<unknown>): Promise<Failure> {
  const error = await work.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (error instanceof Failure) return error;
  throw new Error('it was not refused');
}

describe('a backup', () => {
  it('made at any moment of a run that died later, restored elsewhere, finishes the run exactly once', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({min: 1, max: 30}), fc.nat(), fc.nat(4), async (users, moment, later) => {
        const whole = makeWorld({users});
        let appends = 0;
        const counted = dying(whole, Infinity, async (n) => {
          appends = n;
        });
        await whole.run({events: counted});
        const world = makeWorld({users});
        const at = 1 + (moment % appends);
        const backups: BackupFile[] = [];
        // What is planned after the backup is nothing that the backup could finish.
        const events = dying(world, at === 1 ? 1 : at + later, async (n) => {
          if (n === at) backups.push(await copyState(world.kept));
        });
        await world.run({events}).catch(() => {});
        world.clock.advance(60_000);
        const other = elsewhere(world);
        await restore(other, backups[0]!);
        await other.run();
        expect(other.rows()).to.deep.equal(whole.rows());
        const [chain] = await verifyChain(other.deps);
        expect(chain.ok, chain.detail).to.equal(true);
        expect(await verifySummaries(other.deps)).to.include({ok: true});
      }),
      {numRuns: 100},
    );
  });

  it('is as good as the state: the same backup can be made of it, with a mark that says whence it came', async () => {
    const world = makeWorld();
    await world.run();
    await world.kept.mails.keep({...MAIL, subject: 'told'});
    const other = elsewhere(world);
    const {counts} = await restore(other, await copyState(world.kept));
    expect(counts.event).to.equal((await world.deps.events.heads(0)).position);
    expect(counts).to.include({roster: 1, register: 4, mail: 1});
    expect(await other.kept.mails.find('x')).to.include({subject: 'told'});
    const recordsOf = async (file: BackupFile) => {
      const all: unknown[] = [];
      for await (const record of file.records()) all.push(record);
      return all;
    };
    const again = await recordsOf(await copyState(other.kept));
    const before = await recordsOf(await copyState(world.kept));
    expect(again.filter((record) => !JSON.stringify(record).includes('StateRestored'))).to.deep.equal(before);
    expect(again).to.have.length(before.length + 1);
    expect((await listAudit(other.deps.events, null, 'Asia/Almaty'))[0]).to.include({
      who: 'test',
      what: `state restored: the backup of ${new Date(world.clock.now()).toISOString()}`,
    });
  });

  it('of a state that was restored itself is restored as well: its mark follows on the one before', async () => {
    const world = makeWorld();
    await world.run();
    const [second, third] = [elsewhere(world), elsewhere(world)];
    await restore(second, await copyState(world.kept));
    await restore(third, await copyState(second.kept));
    expect((await third.deps.events.read('state')).map(({type}) => type)).to.deep.equal(Array(2).fill('StateRestored'));
    const [chain] = await verifyChain(third.deps);
    expect(chain.ok, chain.detail).to.equal(true);
  });

  it('made under a former ROSTER_KEY that is still known is restored', async () => {
    const world = makeWorld();
    await world.run();
    const other = elsewhere(world);
    const changed = {...other.kept, enrolmentCipher: enrolmentCipher('c3'.repeat(32), 'b2'.repeat(32))};
    await restoreState(changed, await copyState(world.kept), REQUEST, () => {});
    expect(await other.deps.events.read(RUN)).to.deep.equal(await world.deps.events.read(RUN));
  });

  it('gives no run an epoch that the state had already', async () => {
    const world = makeWorld();
    for (let i = 0; i < 5; i++) await world.deps.lease.skipTo(10 * i);
    await world.run();
    const other = elsewhere(world);
    await restore(other, await copyState(world.kept));
    const answer = await other.deps.lease.acquire('test', 1_000);
    expect(answer.type === 'acquired' && answer.epoch).to.be.greaterThan(41);
  });

  it('is refused, with what to do, by what cannot use it, and then nothing has changed', async () => {
    const world = makeWorld();
    await world.run();
    const refusals = [
      [{format: 2}, /was made by softcollection 1\.2\.3.*, which reads no file of format 2$/, /a later one/],
      [{version: '1.3.0'}, /was made by softcollection 1\.3\.0, and this is 1\.2\.3/, /1\.3\.0 or a later/],
      [{version: '2.0.0-beta'}, /2\.0\.0-beta/, /2\.0\.0-beta/],
      [{digestKey: assignmentKeys('c3'.repeat(32)).digestKey}, /another ASSIGNMENT_SECRET than/, /secrets\.json/],
      [
        {rosterKey: enrolmentCipher('c3'.repeat(32)).keyName},
        /another ROSTER_KEY than/,
        /ROSTER_KEY of .* without it no run/,
      ],
      [
        {digestKey: 'x', rosterKey: 'y'},
        /another ASSIGNMENT_SECRET and ROSTER_KEY than/,
        /ASSIGNMENT_SECRET and ROSTER_KEY of .* without them no run/,
      ],
    ] as const;
    for (const [said, message, advice] of refusals) {
      const other = elsewhere(world);
      const failure = await failureOf(restore(other, await copyState(world.kept, said)));
      expect([failure.kind, (await other.deps.events.heads(0)).position]).to.deep.equal(['usage', 0]);
      expect(failure.message).to.match(message);
      expect(failure.advice).to.match(advice);
    }
    for (const version of ['1.2.3', '1.2.2', '0.9.10', '1.2.3-rc']) {
      await restore(elsewhere(world), await copyState(world.kept, {version}));
    }
  });

  it('replaces a state only when asked to, and then leaves nothing of it', async () => {
    const world = makeWorld();
    await world.run();
    const backup = await copyState(world.kept);
    const other = elsewhere(makeWorld({users: 40}));
    await other.run();
    await other.kept.mails.keep(MAIL);
    const failure = await failureOf(restore(other, backup));
    const {position} = await other.deps.events.heads(0);
    expect([failure.kind, failure.message]).to.deep.equal([
      'usage',
      `the state here is not empty: it has ${position} events`,
    ]);
    expect(failure.advice).to.include('--replace');
    await restore(other, backup, {replace: true});
    expect(await other.deps.events.read(RUN)).to.deep.equal(await world.deps.events.read(RUN));
    expect(await other.kept.mails.find('x')).to.equal(null);
    expect(await other.deps.register.shelves()).to.deep.equal(await world.deps.register.shelves());
    expect((await other.deps.runs.list({limit: 9})).map(({report}) => report.users.distributed)).to.deep.equal([23]);
  });

  it('waits for nobody: a run that is active is named, and a damaged file changes nothing', async () => {
    const world = makeWorld();
    await world.run();
    const backup = await copyState(world.kept);
    const other = elsewhere(world);
    await other.deps.lease.acquire('host pid 7', 10_000);
    const until = new Date(other.clock.now() + 10_000).toISOString();
    expect(await failureOf(restore(other, backup))).to.include({
      ...{kind: 'fenced', message: 'a run is active: host pid 7'},
      advice: `try again once it has ended; one that was killed counts as gone from ${until} on`,
    });
    const cut: BackupFile = {
      ...backup,
      async *records() {
        yield* backup.records();
        throw new Failure('usage', 'damaged');
      },
    };
    expect((await failureOf(restore(elsewhere(world), cut))).message).to.equal('damaged');
    expect((await other.deps.events.heads(0)).position).to.equal(0);
  });

  it('of a state whose appends share positions is for a store in which they may', async () => {
    const world = makeWorld();
    await world.run();
    const backup = await copyState(world.kept);
    const shared: BackupFile = {
      ...backup,
      async *records() {
        for await (const record of backup.records()) yield record.kind === 'event' ? {...record, position: 5} : record;
      },
    };
    const failure = await failureOf(restore(elsewhere(world), shared));
    expect(failure.message).to.include('MongoDB');
    expect(failure.advice).to.include('MONGODB_URI');
  });
});
