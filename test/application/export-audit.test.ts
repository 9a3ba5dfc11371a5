import {spawnSync} from 'node:child_process';
import {createHash} from 'node:crypto';
import {mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {expect} from 'chai';
import {auditSigner} from '../../src/adapters/crypto/audit-signer.ts';
import {auditTrail} from '../../src/application/events/audit.ts';
import {sealEvents} from '../../src/application/events/event-envelope.ts';
import type {StoredEvent} from '../../src/application/ports/event-store.ts';
import {type AuditRange, exportAudit} from '../../src/application/verify/export-audit.ts';
import type {BusinessDate} from '../../src/domain/ids.ts';
import {testKey} from '../support/secrets.ts';
import {DAY_MS, makeWorld, syntheticUsers, type World} from '../support/world.ts';

const SIGNER = auditSigner(testKey('audit'));
const SCRIPT = fileURLToPath(new URL('../../docs/check-audit-export.mjs', import.meta.url));
const ALL: AuditRange = {since: null, until: null, zone: 'Asia/Almaty'};

async function piecesOf({deps}: World, range: Partial<AuditRange> = {}): Promise<string[]> {
  const pieces: string[] = [];
  for await (const piece of exportAudit({...deps, signer: SIGNER}, {...ALL, ...range})) pieces.push(piece);
  return pieces;
}

type Line = {previous: string | null; event: StoredEvent};

async function linesOf(world: World, range: Partial<AuditRange> = {}): Promise<Line[]> {
  const lines = (await piecesOf(world, range)).join('').trimEnd().split('\n');
  return lines.flatMap((line) => (line.includes('"event":') ? [JSON.parse(line)] : []));
}

/** The documented script's word. */
function check(text: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'audit-'));
  writeFileSync(join(folder, 'export'), text);
  const {stdout, stderr} = spawnSync(process.execPath, [SCRIPT, join(folder, 'export'), SIGNER.fingerprint]);
  rmSync(folder, {recursive: true});
  return `${stdout}${stderr}`;
}

/** A run a day from 2024-01-15 on, and a deed of an admin on each. */
async function runDays(world: World, days: number, change: Parameters<World['run']>[0] = {}): Promise<void> {
  const record = auditTrail(world.deps, 'cli');
  for (let day = 0; day < days; day++) {
    const date = `2024-01-${15 + day}` as BusinessDate;
    world.source.users = syntheticUsers(47, day * 100);
    await world.run(change, {next: {date, slot: null}});
    await record({who: 'anna', what: `day ${day}`, from: '::1', outcome: 'done', requestId: 'r'});
    world.clock.advance(DAY_MS - 60_000);
  }
}

const datesOf = (lines: Line[]) => [
  ...new Set(lines.map(({event}) => (event.stream === 'audit' ? event.at : event.stream).match(/\d{4}-\d\d-\d\d/)![0])),
];

describe('an audit export', () => {
  it('has the runs of its days by their date, and what happened then', async () => {
    const world = makeWorld();
    await runDays(world, 4);
    const lines = await linesOf(world, {since: '2024-01-16' as BusinessDate, until: '2024-01-17' as BusinessDate});
    expect(datesOf(lines)).to.deep.equal(['2024-01-16', '2024-01-17']);
    const audit = lines.filter(({event}) => event.stream === 'audit');
    expect(audit.map(({event}) => event.version)).to.deep.equal([2, 3]);
    expect(datesOf(await linesOf(world))).to.have.length(4);
    expect(await linesOf(world, {since: '2025-01-01' as BusinessDate})).to.deep.equal([]);
  });

  it('leaves no gap where the clock was set back', async () => {
    const world = makeWorld();
    const record = auditTrail(world.deps, 'cli');
    for (const days of [0, 2, -2, 2]) {
      world.clock.advance(days * DAY_MS);
      await record({who: 'anna', what: 'look', from: '::1', outcome: 'done', requestId: 'r'});
    }
    const lines = await linesOf(world, {since: '2024-01-17' as BusinessDate});
    expect(lines.map(({event}) => event.version)).to.deep.equal([2, 3, 4]);
    expect(check((await piecesOf(world, {since: '2024-01-17' as BusinessDate})).join(''))).to.match(/^OK: 3 events/);
  });

  it('gives an event the same line in every export, chained to the line before it in its stream', async () => {
    const world = makeWorld();
    await runDays(world, 2);
    const early = await linesOf(world, {since: '2024-01-16' as BusinessDate});
    await runDays(world, 1);
    const late = await linesOf(world);
    expect(late).to.deep.include.members(early);
    for (const {previous, event} of late) {
      const before = late.find((it) => it.event.stream === event.stream && it.event.version === event.version - 1);
      const hash =
        before &&
        createHash('sha256')
          .update(`${JSON.stringify(before)}\n`)
          .digest('hex');
      expect(previous).to.equal(hash ?? null);
    }
  });

  it('holds neither seeds nor counts of strata nor anybody', async () => {
    const world = makeWorld();
    await runDays(world, 1);
    const text = (await piecesOf(world)).join('');
    const plan = (await world.deps.events.read('distribution-2024-01-15')).find(
      (it) => it.type === 'DistributionPlanned',
    );
    const {seed, allocation} = plan!.data as {seed: string; allocation: {campaigns: object}};
    expect(text).to.not.include(seed).and.not.include(JSON.stringify(allocation.campaigns));
    for (const {iin} of world.source.users) expect(text).to.not.include(iin);
  });

  it('comes in pieces of a stream each, and is whole after a thousand days', async () => {
    const world = makeWorld({users: 5, campaigns: 1});
    await world.run();
    const day = await world.deps.events.read('distribution-2024-01-15');
    const meta = {actor: 'test', correlationId: 'test', at: '2024-02-01T00:00:00.000Z', ...world.deps};
    for (let n = 0; n < 1000; n++) {
      const stream = `distribution-${new Date(Date.UTC(2024, 1, 1) + n * DAY_MS).toISOString().slice(0, 10)}`;
      const newId = () => `${stream} ${world.deps.newId()}`;
      await world.deps.events.append(stream, 0, sealEvents(stream, null, day, {...meta, newId}));
    }
    const pieces = await piecesOf(world);
    expect(Math.max(...pieces.map(({length}) => length))).to.be.below(20_000);
    expect(check(pieces.join(''))).to.match(/^OK: \d+ events, 1001 runs completed as planned\n$/);
  });

  it('of the first format is understood by the script as long as there is one', () => {
    const kept = readFileSync(new URL('../golden/audit-export.v1.jsonl', import.meta.url), 'utf8');
    expect(check(kept)).to.equal('OK: 32 events, 2 runs completed as planned\n');
  });

  it('of what 0.1.0 wrote is understood by the script', async () => {
    const world = makeWorld();
    const {streams} = JSON.parse(readFileSync(new URL('../golden/history.v1.json', import.meta.url), 'utf8')) as {
      streams: Record<string, StoredEvent[]>;
    };
    for (const [stream, stored] of Object.entries(streams)) await world.deps.events.append(stream, 0, stored);
    expect(check((await piecesOf(world)).join(''))).to.match(/^OK: \d+ events, [1-9]\d* runs completed as planned\n$/);
  });

  it('of runs that met older rows, a second run of a day, and one that was stopped, is understood too', async () => {
    const world = makeWorld();
    world.source.users = syntheticUsers(47);
    await world.run();
    for (const table of ['SC_local_control', 'SC_local_target'] as const) world.tables.get(table)!.splice(0, 1);
    world.source.users = syntheticUsers(60);
    await world.run();
    const broken = {...world.deps.tables.spss, lock: () => Promise.reject(new Error('away'))};
    world.source.users = syntheticUsers(90);
    await world.run({tables: {...world.deps.tables, spss: broken}}).catch(() => {});
    expect(check((await piecesOf(world)).join(''))).to.match(/^OK: \d+ events, 2 runs completed as planned\n$/);
  });
});
