import {setTimeout as delay} from 'node:timers/promises';
import {expect} from 'chai';
import {ordinalOf} from '../../../src/domain/ids.ts';
import {describeOnTestServers} from '../../support/given-oracle.ts';
import {installations} from '../../support/installation.ts';
import {clearGroups, fillSources, plannedOracleRows} from '../../support/oracle-data.ts';
import {type OracleServers, startOracleServers} from '../../support/oracle-servers.ts';
import {oracleProcess} from '../../support/oracle-world.ts';
import {SECRETS} from '../../support/secrets.ts';
import {makeWorld, syntheticUsers, theories} from '../../support/world.ts';

/** Calls and logins are given up after twice the time-out. */
const LIMITS = {callTimeoutMs: 600, batchRows: 5, lockWaitMs: 8_000};
const PAST_DEADLINE_MS = 1_800;

/** Where the server falls silent, breaks included, with its sockets open. */
const PLACES = {
  'the set-up of a session': {db: 'dssb', match: 'DISABLE PARALLEL', after: 1},
  'the active campaigns': {db: 'dssb', match: 'SoftCollection_theories', after: 1},
  'the users': {db: 'spss', match: 'SC_1_120', after: 1},
  'the counts of the enrolled': {db: 'dssb', match: 'COUNT\\(\\*\\) FROM', after: 2},
  'a lock': {db: 'dssb', match: 'LOCK TABLE', after: 3},
  'who stands there': {db: 'dssb', match: 'SELECT THEORY_ID, IIN FROM .*INSERT_DATETIME', after: 2},
  'an insert in DSSB': {db: 'dssb', match: 'INSERT INTO', after: 2},
  'a commit in DSSB': {db: 'dssb', match: '^COMMIT$', kind: 'commit', after: 2},
  'a commit in SPSS': {db: 'spss', match: '^COMMIT$', kind: 'commit', after: 1},
  'the end check': {db: 'spss', match: 'COUNT\\(DISTINCT', after: 2},
} as const;
type Place = (typeof PLACES)[keyof typeof PLACES];

describeOnTestServers('Oracle: a run against a server that falls silent', function () {
  this.timeout(90_000);
  const install = installations();
  let servers: OracleServers;
  /** The rows that the day's first run makes, and those of its second, if the first ended before its plan. */
  const golden: Record<string, string>[] = [];
  before(async () => {
    servers = startOracleServers('--sysdate', '2024-01-15T09:00:00');
    await fillSources(servers, theories(2), syntheticUsers(31));
    for (const match of [null, 'SC_1_120']) {
      await clearGroups(servers);
      if (match) await servers.spss.control('POST', '/fault', {match, action: 'error', code: 1653});
      const world = makeWorld();
      if (match) await attempt(world);
      expect((await attempt(world)).status).to.equal('completed');
      golden.push(await plannedOracleRows(servers));
    }
  });
  after(() => servers?.stop());
  beforeEach(() => clearGroups(servers));
  afterEach(async () => {
    for (const {control} of [servers.dssb, servers.spss]) await control('POST', '/unfreeze');
  });

  /** One run in a process of its own. */
  async function attempt(world = makeWorld(), limits = {}) {
    const {deps, close} = oracleProcess(servers, world, limits);
    const last = (await world.run(deps)).at(-1)!;
    await close();
    return last;
  }

  async function expectGolden(run: Awaited<ReturnType<typeof attempt>>): Promise<void> {
    expect(run.status, run.error?.message).to.equal('completed');
    expect(await plannedOracleRows(servers)).to.deep.equal(golden[ordinalOf(run.run_id) - 1]);
  }

  const silentAt = ({db, ...where}: Place, ms?: number) =>
    servers[db].control('POST', '/fault', {...where, action: 'ignore-break', ...(ms === undefined ? {} : {ms})});

  /** The whole server, new sessions too, once a call has come to this place. */
  async function allSilentAt(place: Place): Promise<void> {
    const {control} = servers[place.db];
    await silentAt(place);
    while ((await control<{frozen: number}>('GET', '/stats')).frozen === 0) await delay(20);
    await control('POST', '/freeze');
  }

  for (const [name, place] of Object.entries(PLACES)) {
    it(`goes on in another session when one hangs at ${name}`, async () => {
      await silentAt(place, PAST_DEADLINE_MS);
      await expectGolden(await attempt(makeWorld(), LIMITS));
    });

    it(`ends when all hangs at ${name}, and the next makes the same rows`, async () => {
      const world = makeWorld();
      const silence = allSilentAt(place);
      const stopped = await attempt(world, LIMITS);
      await silence;
      expect(stopped.error, stopped.status).to.include({kind: 'unreachable'});
      expect(stopped.error!.message).to.match(/no answer within 1.2 s, the session was given up$/);
      await servers[place.db].control('POST', '/unfreeze');
      await expectGolden(await attempt(world));
    });
  }

  for (const logins of ['silent', 'accept']) {
    it(`ends when no login is answered any more (${logins})`, async () => {
      const world = makeWorld();
      await servers.dssb.control('POST', '/freeze', {sessions: false, logins});
      expect((await attempt(world, LIMITS)).error).to.include({kind: 'unreachable'});
      await servers.dssb.control('POST', '/unfreeze');
      await expectGolden(await attempt(world));
    });
  }

  for (const command of ['preview', 'run']) {
    it(`ends the command ${command}, with exit code 4`, async () => {
      const at = install({...SECRETS, ...servers.environment, ORACLE_CALL_TIMEOUT: '1s'});
      const {match} = PLACES['the set-up of a session'];
      await servers.dssb.control('POST', '/fault', {match, action: 'ignore-break', times: -1});
      const {code, err} = await at.run(command);
      expect(code, err).to.equal(4);
      expect(err).to.match(/no answer within 2 s, the session was given up/);
    });
  }
});
