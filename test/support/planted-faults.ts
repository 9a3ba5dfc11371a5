import {assignmentKeys} from '../../src/adapters/crypto/assignment-keys.ts';
import type {CheckSources, Inspect} from '../../src/application/checks/check-sources.ts';
import {openScheduler} from '../../src/application/events/scheduler-stream.ts';
import {Failure} from '../../src/application/failure.ts';
import type {DatabaseFacts, OracleFacts} from '../../src/application/ports/check-facts.ts';
import type {CheckId, CheckState} from '../../src/application/ports/check-result.ts';
import type {IsoInstant, TheoryId, WallTime} from '../../src/domain/ids.ts';
import {type MissedReason, recordMissed, setSchedule, switchTo} from '../../src/domain/scheduler.ts';
import {wallTime} from '../../src/domain/wall-time.ts';
import {DAY_MS, type Fixture, NOW, ZONE} from './healthy-sources.ts';
import {sampleSummary} from './sample-summary.ts';

const away = new Failure('unreachable', 'ORA-12541: no listener', {advice: 'start it'});
export const never = () => new Promise<never>(() => {});
export const gone = async () => {
  throw away;
};

/** What is wrong, which checks say so and are not `ok` any more, what the first of them finds, and how it is planted. */
type Fault = readonly [
  what: string,
  expected: Partial<Record<CheckId, CheckState>>,
  found: RegExp,
  plant: (fixture: Fixture) => Partial<CheckSources> | Promise<Partial<CheckSources>>,
];

/** What a database's look finds otherwise, in DSSB. */
const inDssb = (
  {sources}: Fixture,
  change: (facts: DatabaseFacts) => Partial<DatabaseFacts>,
): Partial<CheckSources> => {
  const {dssb_app: inspect, spss} = sources.databases;
  const dssb_app: typeof inspect = async (onAnswer) => {
    const facts = await inspect(onAnswer);
    return {...facts, ...change(facts)};
  };
  return {databases: {dssb_app, spss}};
};
const inOracle = (fixture: Fixture, change: Partial<OracleFacts>) =>
  inDssb(fixture, ({oracle}) => ({oracle: oracle && {...oracle, ...change}}));
const inColumns = (fixture: Fixture, change: object) =>
  inDssb(fixture, () => ({columns: {value: {unseen: [], missing: [], misfit: null, mandatory: [], ...change}}}));
const machine =
  (change: object) =>
  ({sources}: Fixture) => ({machine: () => ({...sources.machine(), ...change})});
const folder =
  (change: object) =>
  ({sources}: Fixture) => ({folder: async () => ({...(await sources.folder()), ...change})});
const state = (change: object) => () => ({state: async () => ({type: 'mongodb', replicaSet: 'rs0', isPrimary: true, members: 3, missingIndexes: [], ...change}) as const}); // biome-ignore format: short
const sqlite = (change: object) => () => ({state: async () => ({type: 'sqlite', bytes: 4e6, walBytes: 0, freeBytes: 0, journalMode: 'wal', damage: null, ...change}) as const}); // biome-ignore format: short
const mail = (change: object) => ({sources}: Fixture) => ({mail: async () => ({...(await sources.mail()), ...change}) as never}); // biome-ignore format: short
const open = (...runs: ReturnType<typeof sampleSummary>[]) => ({sources}: Fixture) => ({runs: {...sources.runs, open: async () => runs}}); // biome-ignore format: short
const campaigns =
  (...rows: object[]) =>
  (fixture: Fixture) =>
    inDssb(fixture, ({campaigns: known}) => {
      const [row] = known && 'value' in known ? known.value : [];
      return {campaigns: {value: rows.map((change) => ({...row!, ...change}))}};
    });
const users =
  (n: number) =>
  ({sources}: Fixture) => ({
    databases: {...sources.databases, spss: async (onAnswer: Parameters<Inspect>[0]) => ({...(await sources.databases.spss(onAnswer)), users: {value: n}})}, // biome-ignore format: short
  });
export const ago = (days: number) => new Date(NOW - days * DAY_MS).toISOString() as IsoInstant;
export const missing = async ({world, sources}: Fixture, slot: IsoInstant, reason: MissedReason) => {
  await (await openScheduler(world.deps, ORIGIN)).record(recordMissed([{slot, reason}]));
  return sources;
};
const ORIGIN = {actor: 'ivanov', correlationId: 'test'};
const AFTER_DSSB = {'SC-D05': 'fail', 'SC-D20': 'skipped'} as const;
const AFTER_STATE = {'SC-D14': 'fail', 'SC-D15': 'skipped', 'SC-D16': 'skipped', 'SC-D17': 'skipped'} as const;

// biome-ignore format: a table
export const FAULTS: readonly Fault[] = [
  ['a fault of a variable', {'SC-D01': 'fail'}, /PORT: expected/, () => ({configuration: {faults: ['PORT: expected an integer'], warnings: [], summary: ''}})],
  ['a name that is likely a mistake', {'SC-D01': 'warn'}, /SMTP_SEVER/, () => ({configuration: {faults: [], warnings: ['SMTP_SEVER is not known'], summary: ''}})],
  ['a Node that is not looked after', {'SC-D02': 'warn'}, /no security fixes since 2026-04-30/, machine({node: '20.20.2'})],
  ['a Node that never was', {'SC-D02': 'warn'}, /no release with long support/, machine({node: '25.1.0'})],
  ['a driver that does not load', {'SC-D02': 'fail'}, /cannot be loaded/, machine({driverFault: "SQLite's driver cannot be loaded"})],
  ['old time-zone data', {'SC-D03': 'warn'}, /tz 2023c/, machine({zoneData: '2023c'})],
  ['time-zone data of unknown age', {'SC-D03': 'unknown'}, /does not tell/, machine({zoneData: null})],
  ['a folder that cannot be written', {'SC-D04': 'fail'}, /cannot be written/, folder({isWritable: false})],
  ['a disk that is nearly full', {'SC-D04': 'warn'}, /0\.5 GB free/, folder({freeBytes: 5e8})],
  ['a disk that is full', {'SC-D04': 'fail'}, /0\.0 GB free/, folder({freeBytes: 4096})],
  ['secrets that others may read', {'SC-D04': 'warn'}, /secrets\.json/, folder({openToOthers: ['/srv/sc/secrets.json']})],
  ['a log that cannot be written', {'SC-D04': 'fail'}, /LOG_FILE \/var\/log\/sc\.log/, folder({logFile: {path: '/var/log/sc.log', isWritable: false}})],
  ['a network disk', {'SC-D04': 'fail'}, /locks do not hold/, folder({disk: 'network'})],
  ['a disk in memory', {'SC-D04': 'warn'}, /gone at a restart/, folder({disk: 'memory'})],
  ['DSSB away', AFTER_DSSB, /no listener/, ({sources}) => ({databases: {...sources.databases, dssb_app: gone}})],
  ['DSSB frozen', AFTER_DSSB, /no answer within 50 ms/, ({sources}) => ({databases: {...sources.databases, dssb_app: never}, lookMs: 50})],
  ['SPSS away', {'SC-D06': 'fail', 'SC-D20': 'skipped'}, /no listener/, ({sources}) => ({databases: {...sources.databases, spss: gone}})],
  ['one database by two addresses', {'SC-D06': 'warn'}, /lead to one database, DSSB\/PDB/, ({sources}) => ({databases: {dssb_app: sources.databases.dssb_app, spss: sources.databases.dssb_app}})],
  ['a standby', {'SC-D07': 'fail'}, /PHYSICAL STANDBY/, (it) => inOracle(it, {identity: {value: {role: 'PHYSICAL STANDBY', uniqueName: 'DSSB', container: null, service: 's'}}})],
  ['a role that is not told', {'SC-D07': 'unknown'}, /no role/, (it) => inOracle(it, {identity: {value: {role: null, uniqueName: 'DSSB', container: null, service: 's'}}})],
  ['a column that is missing', {'SC-D08': 'fail'}, /SC_local_target\.TAB3 is missing/, (it) => inColumns(it, {missing: ['SC_local_target.TAB3']})],
  ['a column of a wrong type', {'SC-D08': 'fail'}, /loses the leading zeros/, (it) => inColumns(it, {misfit: 'IIN is NUMBER: a number loses the leading zeros of ids'})],
  ["a column of others' that must be filled", {'SC-D08': 'fail'}, /BRANCH must be filled/, (it) => inColumns(it, {mandatory: ['SC_local_target.BRANCH']})],
  ['a table behind a synonym', {'SC-D08': 'unknown'}, /not in the catalogue/, (it) => inColumns(it, {unseen: ['SC_local_target']})],
  ['a missing grant', {'SC-D09': 'fail'}, /INSERT ON DSSB_APP\.T is missing \(ORA-01031\)/, (it) => inOracle(it, {grants: {value: {refused: [{grant: 'INSERT ON DSSB_APP.T', code: 'ORA-01031'}], excess: []}}})],
  ['more than is needed', {'SC-D09': 'warn'}, /DELETE ANY TABLE/, (it) => inOracle(it, {grants: {value: {refused: [], excess: ['DELETE ANY TABLE']}}})],
  ['locks disabled', {'SC-D10': 'fail'}, /DSSB_APP\.SC_LOCAL_CONTROL/, (it) => inOracle(it, {unlockable: {value: ['DSSB_APP.SC_LOCAL_CONTROL']}})],
  ['no index', {'SC-D11': 'warn'}, /SC_local_target\.THEORY_ID/, (it) => inOracle(it, {unindexed: {value: ['SC_local_target.THEORY_ID']}})],
  ['a dictionary that does not answer', {'SC-D11': 'unknown'}, /ORA-12541/, (it) => inOracle(it, {unindexed: {failure: away}})],
  ['a locked account', {'SC-D12': 'warn'}, /LOCKED/, (it) => inOracle(it, {account: {value: {status: 'LOCKED', expiresInDays: null}}})],
  ['a password that expires', {'SC-D12': 'warn'}, /9 days left/, (it) => inOracle(it, {account: {value: {status: 'OPEN', expiresInDays: 9}}})],
  ['a login that was told so', {'SC-D12': 'warn'}, /5 days left/, (it) => inOracle(it, {warnings: [{kind: 'password_expires', database: 'dssb_app', days: 5}]})],
  ['a SYSDATE of the old zone', {'SC-D13': 'warn'}, /3600 s ahead/, (it) => inDssb(it, () => ({clock: {value: {shown: wallTime(NOW + 3_600_000, ZONE), at: NOW}}}))],
  ["a state store's clock that is off", {'SC-D13': 'warn'}, /clock of the state store is 60 s behind/, () => ({stateTime: async () => NOW - 60_000})],
  ['MongoDB away', AFTER_STATE, /ORA-12541/, () => ({state: gone})],
  ['MongoDB frozen', AFTER_STATE, /no answer within 50 ms/, () => ({state: never, lookMs: 50})],
  ['no primary', {'SC-D14': 'fail'}, /no primary/, state({isPrimary: false})],
  ['a set of one', {'SC-D14': 'warn'}, /rs0 has 1 member/, state({members: 1})],
  ['a server of its own', {'SC-D14': 'warn'}, /lost with its disk/, state({replicaSet: null, members: 1})],
  ['an index of MongoDB that is missing', {'SC-D14': 'warn'}, /events/, state({missingIndexes: ['events {"stream":1}']})],
  ['a damaged file', {'SC-D14': 'fail'}, /page 3 is never used/, sqlite({damage: 'page 3 is never used'})],
  ['a journal that is not WAL', {'SC-D14': 'warn'}, /journal_mode is delete/, sqlite({journalMode: 'delete'})],
  ['a WAL that has outgrown its file', {'SC-D14': 'warn'}, /200\.0 MB/, sqlite({walBytes: 2e8})],
  ['an event of a newer version', {'SC-D15': 'fail'}, /newer version/, ({sources: {events}}) => ({events: {...events, read: async (stream) => (await events.read(stream)).map((it) => ({...it, schema: 99}))}})],
  ['a chain that is broken', {'SC-D15': 'fail'}, /does not follow/, ({sources: {events}}) => ({events: {...events, read: async (stream) => (await events.read(stream)).map((it) => (it.version === 3 ? {...it, actor: 'mallory'} : it))}})],
  ['a job that is switched off', {'SC-D16': 'warn'}, /switched off since .* by ivanov: holidays/, async ({world, sources}) => {
    await (await openScheduler(world.deps, ORIGIN)).record(switchTo(false, ago(2), {by: 'ivanov', reason: 'holidays'}));
    return sources;
  }],
  ['a service of another schedule', {'SC-D16': 'warn'}, /0 8 \* \* \*/, async ({world, sources}) => {
    const stream = await openScheduler(world.deps, ORIGIN);
    await stream.record(switchTo(true, ago(2)));
    await stream.record(setSchedule({cron: '0 8 * * *', timezone: ZONE, from: ago(2)}));
    return sources;
  }],
  ['an unfinished run', {'SC-D17': 'warn'}, /unfinished: distribution-2026-11-26 \(24 h\)/, open(sampleSummary('distribution-2026-11-26', {isFinished: false, report: {started_at: ago(1)}}))],
  ['a day that was missed', {'SC-D17': 'warn'}, /missed in 7 days: 2026-11-25\S+ \(not_running\)/, (it) => missing(it, ago(2), 'not_running')],
  ['a mail that is stuck', {'SC-D17': 'warn'}, /1 mail unsent for up to 24 h/, open(sampleSummary('distribution-2026-11-26', {report: {ended_at: ago(1), notifications: [{id: 'success', kind: 'success', status: 'queued', failures: 3}] as never}}))],
  ['lists of people past their time', {'SC-D17': 'warn'}, /ROSTER_DAYS=7/, open(sampleSummary('distribution-2026-11-01', {rosterId: 'r', report: {ended_at: ago(9)}}))],
  ['a mail server away', {'SC-D18': 'fail'}, /no listener/, () => ({mail: gone})],
  ['a certificate that ends', {'SC-D18': 'warn'}, /ends in 12 days/, mail({certificateEnds: NOW + 12.5 * DAY_MS})],
  ['no login where one is configured', {'SC-D18': 'fail'}, /offers no login/, mail({lacksLogin: true})],
  ['a folder for mail that cannot be written', {'SC-D18': 'fail'}, /cannot be written/, () => ({mail: async () => ({type: 'file', folder: '/srv/mail', isWritable: false})})],
  ['another ASSIGNMENT_SECRET', {'SC-D19': 'fail'}, /is not the one of the last plan/, () => ({keys: assignmentKeys('c3'.repeat(32))})],
  ['a provider that is another', {'SC-D19': 'fail'}, /says that it is https:\/\/else/, () => ({providers: [async () => ({variable: 'OIDC_ISSUER', issuer: 'https://else', expectedIssuer: 'https://idp'})]})],
  ['a provider away', {'SC-D19': 'fail'}, /no listener/, () => ({providers: [gone]})],
  ['no campaign', {'SC-D20': 'warn'}, /no campaign is active/, campaigns()],
  ['a campaign that ends', {'SC-D20': 'warn'}, /ends within 3 days: SC00000001 \(2026-11-29\)/, campaigns({endDate: '2026-11-29 00:00:00' as WallTime})],
  ['a THEORY_ID of another form', {'SC-D20': 'warn'}, /1 row of/, campaigns({}, {theoryId: 'XX' as TheoryId})],
  ['no users', {'SC-D20': 'warn'}, /COUNT_DAY = 5 has 0 rows/, users(0)],
  ['too many users', {'SC-D20': 'warn'}, /more than 10 times the median/, users(5_000)],
];
