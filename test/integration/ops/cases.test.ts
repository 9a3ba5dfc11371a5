import {availableParallelism} from 'node:os';
import {config, expect} from 'chai';
import {buildIfStale} from '../../support/installation.ts';
import {type OpsAnswer, type OpsCase, opsFolder, opsScripts} from '../../support/ops-cases.ts';

// A script's whole output tells why it failed.
config.truncateThreshold = 0;

const LONGEST_MS = 170_000;
/** Most of their time the scripts wait. */
const AT_ONCE = 4 * availableParallelism();

/** Of one group, one after the other: their scripts have the same ports written in them. */
const CASES: Readonly<Record<string, readonly OpsCase[]>> = {
  log: [
    {script: '07-sighup-and-logrotate/run.sh'},
    {script: '07-sighup-and-logrotate/run.sh', env: {SIG: 'USR1'}, says: /^alive after SIGUSR1$/m},
    ...['file', 'stdout', 'cli'].map((WHERE) => ({script: '08-log-target-full/run.sh', env: {WHERE}})),
  ],
  disk: ['file', 'stdout'].map((WHERE) => ({script: '38-log-disk-fills-before-nine/run.sh', env: {WHERE}})),
  ping: ['?status=up&msg=OK&ping=', '?create=1'].map((Q) => ({script: '10-ping-url-with-query/run.sh', env: {Q}})),
  web: [
    {script: '11-docs-trailing-slash/run.sh'},
    {script: '36-url-oddities/run.sh', says: /^(?!.*HTTP\/1\.1 5\d\d).*exit 0\n/s},
    {script: '35-metrics-prometheus/run.sh', says: /HTTP\/1\.1 200.*text\/plain.*200 without the state store/s},
  ],
  idle: [{script: '12-keepalive-idle/run.sh'}],
  mail: [
    {script: '14-exchange-offers-only-ntlm/run.sh', says: /NTLM and GSSAPI are not/},
    {
      script: '14-exchange-offers-only-ntlm/run.sh',
      env: {OFFER: '"AUTH GSSAPI NTLM LOGIN"'},
      says: /C: AUTH LOGIN/,
    },
    {script: '15-ehlo-loopback-refused/run.sh', says: /SMTP_NAME.*C: EHLO bank\.kz/s},
    {script: '16-greylisting/run.sh'},
    // The machine's /etc/hosts has no ::1, so the second relay cannot be found.
    {script: '33-smtp-localhost-ipv6/run.sh', says: /relay on 127\.0\.0\.1: exit 0/},
    {
      script: '47-old-tls-on-the-mail-server/run.sh',
      says: /tls, server has at most TLSv1\.1: exit 4\n.*older than 1\.2.*starttls, server has at most TLSv1\.1: exit 4\n.*older than 1\.2/s,
    },
  ],
  keys: [
    {
      script: '17-jwks-outage/run.sh',
      // Issuer and audience are required since, and an admin's token lives 90 days at most.
      edits: [
        ["sub:'op',exp:2000000000", "sub:'op',iss:'https://login.bank.kz',aud:'softcollection',exp:1774000000"],
        ['export AUTH_JWKS_URL', 'export AUTH_ISSUER=https://login.bank.kz AUTH_AUDIENCE=softcollection AUTH_JWKS_URL'],
      ],
    },
  ],
  user: [
    {
      script: '18-random-uid-readonly-root/run.sh',
      edits: [['sleep 4', 'sleep 12']],
      says: /run: exit 0.*verify: exit 0.*status: exit 0.*start: 1\nexit 0/s,
    },
  ],
  blackHole: [
    {script: '22-firewall-blackhole/run.sh', env: {IDLE: '5'}},
    {script: '46-peer-dead-in-the-midst-of-a-call/five-times.sh', env: {LATER: '5'}},
  ],
  deadPeer: ['plan', 'write'].map((WHEN) => ({script: '46-peer-dead-in-the-midst-of-a-call/run.sh', env: {WHEN}})),
  descriptor: [{script: '24-descriptor-with-blanks/run.sh'}, {script: '28-dst-and-zones/run.sh'}],
  signals: [{script: '27-pid1-sigterm/run.sh'}],
  signalsOracle: [{script: '27-pid1-sigterm/oracle.sh'}],
  words: [
    {script: '30-k8s-service-links/run.sh', says: /embedded, exit 0|enableServiceLinks/},
    {script: '34-env-file-bom-crlf/run.sh'},
    {script: '49-server-that-demands-encryption-just-hangs-up/run.sh'},
  ],
  history: [
    {
      script: '32-three-years-of-history/run.sh',
      env: {DAYS: '50'},
      edits: [['time.time()+45', 'time.time()+15']],
      // Of some 700 looks; the machine has other work, so a few may wait. `npm run bench -- history` has the figures.
      says: /over 100 ms: \d\n.*exit 0/s,
    },
  ],
  clockAhead: [{script: '01-clock-one-day-ahead-then-corrected/run.sh'}],
  clockInTheFuture: [{script: '02-first-start-with-clock-in-the-future/run.sh'}],
  clockInTheFutureThenSwitched: [{script: '02-first-start-with-clock-in-the-future/after-switching-and-restart.sh'}],
  clockInThePast: [
    {script: '03-first-start-with-clock-in-the-past/run.sh', says: /missed: 0\n0\n.*var\/mail': No such file/s},
  ],
  clockSetBack: ['run', 'not-ready'].map((name) => ({script: `04-clock-set-back-readyz-frozen/${name}.sh`})),
  schedule: [
    {script: '06-schedule-changed-after-the-run/run.sh'},
    {script: '31-misfire-grace-zero/run.sh', says: /MISFIRE_GRACE: expected/},
  ],
  login: [
    {
      script: '20-login-refused-then-resume/run.sh',
      // The operator does as the message says, which without a plan is `run`.
      edits: [['sc resume > out2', `$(grep -o 'softcollection run' err | sed 's/softcollection/sc/') > out2`]],
    },
  ],
  expiring: [
    {
      script: '29-password-expires-soon/run.sh',
      // The server of today is told by a call how a login ends.
      edits: [
        [
          'oracle_up; oracle_fill',
          'oracle_up; curl -sX POST $ORACLE_CONTROL_URL/login -d \'{"user":"dssb_app","outcome":"expiring","days":3}\'; oracle_fill',
        ],
      ],
      says: /the driver says: ORA-28002.*run: exit 0.*^PASS/ms,
    },
  ],
  // Half an hour later it is tried again: that is told here, and played on a virtual clock in failed-slots.test.ts.
  loginOfASlot: [
    {script: '20-login-refused-then-resume/slot.sh', env: {MORE: '5'}, says: /после отказа в доступе — раз в полчаса/},
  ],
  // By hand; at a slot each is repeated.
  passing: [
    {script: '21-passing-oracle-codes-before-plan/run.sh', says: /(?:ORA-\d+ once: exit [014] .*(?:\n|$)){10}/},
  ],
  passingOfASlot: [{script: '21-passing-oracle-codes-before-plan/slot.sh'}],
  twoInstallations: ['run', 'source-grew'].map((name) => ({script: `23-two-replicas-own-state/${name}.sh`})),
  userOnServers: [
    {
      script: '18-random-uid-readonly-root/oracle-mongo.sh',
      says: /Read-only.*run: exit 0.*verify: exit 0.*status: exit 0.*mail test: exit 0.*is listening.*stopped/s,
    },
  ],
  mongo: [
    {script: '40-mongodb-auth-special-characters/run.sh', env: {MONGO_PORT: '17317'}},
    {script: '48-mongodb-peer-silent/run.sh', env: {MONGO_PORT: '17317'}},
  ],
  jobs: [{script: '41-agenda-collection-shared/run.sh', env: {WHAT: 'one'}}],
  jobsTwice: [{script: '41-agenda-collection-shared/run.sh', env: {WHAT: 'dup'}}],
  mongoAway: [{script: '42-mongodb-away-at-nine/run.sh'}],
  mongoPrimary: [{script: '42-mongodb-away-at-nine/run.sh', env: {WHAT: 'primary'}}],
};

/** Those without a script are tried by `npm run test:node` and the tests of the SQLite driver (43, 44). */
describe('what production did to others', () => {
  const folder = opsFolder();
  const answers = new Map<OpsCase, Promise<OpsAnswer>>();
  const wanted = process.env.OPS_CASE ?? '';
  const groups = Object.values(CASES)
    .map((cases) => cases.filter(({script}) => script.includes(wanted)))
    .filter((cases) => cases.length > 0);

  before(() => {
    buildIfStale();
    for (const lane of lanes(groups)) void playAll(lane);
  });
  after(folder.remove);

  /** Every answer is promised at once, and comes when its turn has. */
  async function playAll(lane: readonly OpsCase[]): Promise<void> {
    const turns = lane.map((it) => {
      let resolve: (answer: Promise<OpsAnswer>) => void = () => {};
      answers.set(
        it,
        new Promise((done) => {
          resolve = done;
        }),
      );
      return {it, resolve};
    });
    for (const {it, resolve} of turns) {
      const answer = folder.play(it, LONGEST_MS);
      resolve(answer);
      await answer.catch(() => {});
    }
  }

  for (const it_ of groups.flat()) {
    const words = Object.entries(it_.env ?? {}).map(([name, value]) => `${name}=${value}`);
    it([it_.script, ...words].join(' '), async function () {
      this.timeout(600_000);
      const {said} = await answers.get(it_)!;
      // Without its server a script plays the embedded default, and proves nothing.
      expect(said).not.to.include('server did not start');
      expect(said).to.match(it_.says ?? /^PASS/m);
    });
  }

  it('leaves out no script of the folder', () => {
    const known = Object.values(CASES)
      .flat()
      .map(({script}) => script);
    expect([...new Set(known)].sort()).to.deep.equal(opsScripts());
  });
});

/** Spreads whole groups over so many lanes. */
function lanes(groups: readonly (readonly OpsCase[])[]): OpsCase[][] {
  const all: OpsCase[][] = Array.from({length: AT_ONCE}, () => []);
  const longestFirst = [...groups].sort((a, b) => b.length - a.length);
  for (const group of longestFirst) all.sort((a, b) => a.length - b.length)[0]!.push(...group);
  return all;
}
