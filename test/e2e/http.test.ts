import {expect} from 'chai';
import type {RunReport} from '../../src/domain/run-report.ts';
import {fill} from '../support/filled.ts';
import {type Served, serve, shell} from '../support/http-installation.ts';
import {idScanner} from '../support/id-scanner.ts';
import {answerOf, type Installation, installations, jsonOf, TODAY} from '../support/installation.ts';
import {ACTIVE, NAMES, type SampleUsers} from '../support/sample-csv.ts';
import {until} from '../support/until.ts';

const PEOPLE = 303;
type Document = Record<string, unknown>;
const STATUS = 'curl -H "Authorization: Bearer YOUR_TOKEN" http://your-server:8000/scheduler/status';

describe('the HTTP interface of an installation', () => {
  const install = installations();
  let at: Installation;
  let served: Served;
  let users: SampleUsers;
  let admin: string;

  const tokenOf = async (words: string) => (await at.here(`token ${words}`)).out.trim();

  before(async () => {
    at = install({SCHEDULE_TIMEZONE: 'Asia/Almaty'});
    users = await fill(at, {people: PEOPLE, campaigns: 3});
    served = await serve(at);
    admin = await tokenOf('--sub boss --permission admin');
  });
  after(() => served.stop());

  /** An example of the user's document, with the real token, host and port in their places. */
  const example = async (text: string, token = admin, from = served) =>
    shell(
      text.replace('YOUR_TOKEN', token).replace('http://your-server:8000', from.address).replace('curl', 'curl -sS'),
    );

  it("answers the user's example of the scheduler's status as written there", async () => {
    const text = await example(`curl -H "Authorization: Bearer YOUR_TOKEN" \\
     http://your-server:8000/scheduler/status`);
    const document = JSON.parse(text) as {scheduler_status: {jobs: {next_run: string}[]}};
    const {next_run} = document.scheduler_status.jobs[0]!;
    expect(next_run).to.match(/^\d{4}-\d\d-\d\dT09:00:00\+05:00$/);
    expect(document).to.deep.equal({
      success: true,
      scheduler_status: {
        status: 'running',
        jobs: [
          {
            id: 'daily_user_distribution',
            name: 'Daily User Distribution Process',
            next_run,
            trigger: 'cron[hour=9,minute=0]',
          },
        ],
        timezone: 'Asia/Almaty',
      },
    });
  });

  it("answers the user's example of a preview as written there", async () => {
    const text = await example(
      `curl -H "Authorization: Bearer YOUR_TOKEN" \\
     http://your-server:8000/daily-distribution/preview`,
      await tokenOf('--sub looker'),
    );
    const {success, preview, note} = JSON.parse(text) as {success: boolean; preview: Document; note: string};
    expect([success, note]).to.deep.equal([true, 'This is a preview only - no data was actually distributed']);
    expect(Object.keys(preview)).to.deep.equal([
      ...['active_campaigns', 'campaigns_count', 'available_users', 'users_sample', 'distribution_plan'],
      'would_distribute',
    ]);
    const {campaigns_count, available_users, would_distribute} = preview;
    expect({campaigns_count, available_users, would_distribute}).to.deep.equal({
      campaigns_count: 3,
      available_users: PEOPLE,
      would_distribute: PEOPLE,
    });
    expect(preview.active_campaigns).to.deep.equal(
      ACTIVE.slice(0, 3).map((theory_id, i) => ({
        theory_id,
        theory_name: NAMES[i],
        start_date: '2020-01-01 00:00:00',
        end_date: '2099-12-31 23:59:59',
      })),
    );
    expect((preview.users_sample as string[]).every((it) => it.includes('***'))).to.equal(true);
    expect(idScanner(users.ids)(text)).to.deep.equal({plain: 0, digests: 0});
  });

  it("answers the user's example of a connection test", async () => {
    const text = await example(`curl -H "Authorization: Bearer YOUR_TOKEN" \\
     -X POST http://your-server:8000/databases/test-all-connections`);
    const {success, databases} = JSON.parse(text) as {success: boolean; databases: Record<string, Document>};
    expect(success).to.equal(true);
    expect(Object.entries(databases).map(([name, {connected}]) => [name, connected])).to.deep.equal([
      ['dssb_app', true],
      ['spss', true],
      ['state', true],
    ]);
  });

  it('switches the job for all processes, and for good', async () => {
    const post = (word: string) =>
      example(`curl -X POST -H "Authorization: Bearer YOUR_TOKEN" http://your-server:8000/scheduler/${word}`);
    const stopped = JSON.parse(await post('stop')) as {scheduler_status: Document & {jobs: Document[]}};
    expect(stopped.scheduler_status.status).to.equal('stopped');
    expect(stopped.scheduler_status.jobs[0]!.next_run).to.equal(null);
    const other = await serve(at);
    try {
      expect(await example(STATUS, admin, other)).to.include('"status":"stopped"');
      expect(await post('start')).to.include('"status":"running"');
      await until('the other knows', async () => (await example(STATUS, admin, other)).includes('"status":"running"'));
    } finally {
      await other.stop();
    }
  });

  it('previews the very plan that then is made', async () => {
    const preview = jsonOf<{plan_digest: string}>(await at.here('preview --json'));
    const text = await example(
      'curl -X POST -H "Authorization: Bearer YOUR_TOKEN" http://your-server:8000/scheduler/test-distribution',
    );
    const {success, result} = JSON.parse(text) as {success: boolean; result: RunReport};
    expect([success, result.status, result.users.distributed]).to.deep.equal([true, 'completed', PEOPLE]);
    expect(result.plan_digest).to.equal(preview.plan_digest);
    expect(jsonOf<RunReport>(await at.here(`runs show ${result.run_id} --json`))).to.deep.equal(result);
  });

  it('counts the same as the tables hold, and follows a run of another process', async () => {
    const verified = JSON.parse(
      await example(
        'curl -H "Authorization: Bearer YOUR_TOKEN" http://your-server:8000/daily-distribution/verification',
      ),
    ) as {consistent: boolean; runs: {run_id: string; theories: {planned: number}[]}[]};
    expect(verified.consistent).to.equal(true);
    const [run] = verified.runs;
    expect(run!.theories.reduce((sum, {planned}) => sum + planned, 0)).to.equal(PEOPLE);
    const other = jsonOf<RunReport>(await at.run('run --json'));
    expect(other.status).to.equal('skipped');
    const stream = await example(
      `curl -H "Authorization: Bearer YOUR_TOKEN" http://your-server:8000/runs/${other.run_id}/stream`,
    );
    expect(stream).to.match(/event: RunStarted.*event: RunSkipped.*event: end\n/s);
  });

  it('tells scrapers the same after a restart', async () => {
    const figures = async (from: Served) =>
      (await shell(`curl -sS ${from.address}/metrics`))
        .split('\n')
        .filter((line) => /^distribution_/.test(line))
        .sort();
    const again = await serve(at);
    try {
      expect(await figures(again)).to.deep.equal(await figures(served));
      expect((await figures(again)).join('\n')).to.include(`distribution_users_total{outcome="distributed"} ${PEOPLE}`);
    } finally {
      expect(await again.stop()).to.equal(0);
    }
  });

  it('is ready, and says which part is not once a database is gone', async () => {
    const broken = at.copy();
    const other = await serve(broken);
    try {
      expect(await shell(`curl -sS ${other.address}/readyz`)).to.include('"status":"ready"');
      broken.remove('data/spss.db');
      await until('it says so', async () =>
        (await shell(`curl -sS ${other.address}/readyz`)).includes('"detail":"not ready: spss"'),
      );
      const text = await shell(
        `curl -sS -X POST -H "Authorization: Bearer ${admin}" ${other.address}/databases/test-all-connections`,
      );
      expect(JSON.parse(text)).to.deep.include({success: false});
    } finally {
      await other.stop();
    }
  });

  it('logs no id and no token, and the same request id as it answers', async () => {
    const refused = await shell(`curl -sS ${served.address}/runs -H "Authorization: Bearer ${admin}x"`);
    const {request_id} = JSON.parse(refused) as {request_id: string};
    await until('the line is there', () => served.log().includes(request_id));
    expect(served.log().includes(admin.split('.')[2]!)).to.equal(false);
    expect(idScanner(users.ids)(served.log())).to.deep.equal({plain: 0, digests: 0});
    expect(served.log()).to.include('"msg":"audit"').and.include('"who":"boss"');
  });

  it('lists on the command line what admins asked for, newest first', async () => {
    const {actions} = jsonOf<{actions: Document[]}>(await at.here(`audit --since ${TODAY} --json`));
    expect(actions.map(({what}) => String(what).split(' until')[0])).to.deep.equal([
      ...['GET /runs/:id/stream', 'POST /scheduler/test-distribution', 'POST /scheduler/start', 'POST /scheduler/stop'],
      ...['token issued: viewer for looker', 'token issued: admin for boss'],
    ]);
    expect(actions[1]).to.include({who: 'boss', outcome: 'done'});
    expect((await at.here('audit')).out).to.include('POST /scheduler/test-distribution');
    expect((await at.here('audit --since soon')).code).to.equal(2);
  });

  it('has an event of each call of an admin, in the chain of its stream', () => {
    const db = at.open('state');
    try {
      const rows = db
        .prepare("SELECT type, data FROM events WHERE stream = 'audit' ORDER BY version")
        .all() as Document[];
      expect(rows.map(({type}) => type)).to.deep.equal(Array.from({length: 4}, () => 'AdminActionRecorded'));
      expect(JSON.parse(rows.at(-1)!.data as string)).to.deep.include({
        who: 'boss',
        what: 'GET /runs/:id/stream',
        outcome: 'done',
      });
    } finally {
      db.close();
    }
  });
});

describe('softcollection token', () => {
  const install = installations();

  it('issues what HTTP takes, and refuses what cannot be', async () => {
    const at = install();
    const issued = jsonOf<{token: string; expires_at: string}>(await at.run('token --sub a --days 2 --json'));
    const [, payload] = issued.token.split('.');
    const claims = JSON.parse(Buffer.from(payload!, 'base64url').toString()) as Document;
    expect(claims).to.deep.include({sub: 'a', permissions: ['viewer']});
    expect((claims.exp as number) - (claims.iat as number)).to.equal(2 * 86_400);
    for (const words of [
      'token',
      'token --sub a --permission root',
      'token --sub a --days 0',
      'token --sub a --days x',
      'token --sub a --days 366',
      'token --sub a --permission admin --days 91',
    ]) {
      expect((await at.here(words)).code, words).to.equal(2);
    }
    const list = async () =>
      jsonOf<{tokens: {id: string; status: string; subject: string}[]}>(await at.here('token list --json')).tokens;
    const [known] = await list();
    expect(known).to.include({subject: 'a', status: 'valid', id: claims.jti});
    expect((await at.here('token revoke')).code).to.equal(2);
    expect((await at.run(`token revoke ${known!.id}`)).code).to.equal(0);
    expect((await at.here('token --sub 990990000009')).code).to.equal(0);
    expect((await at.here('token revoke --sub 990990000009')).code).to.equal(0);
    expect((await list()).map(({status}) => status)).to.deep.equal(['revoked', 'revoked']);
    expect((await list())[0]!.subject).to.match(/^id-[0-9a-f]{8}$/);
    const audit = jsonOf<{actions: {what: string}[]}>(await at.here('audit --json')).actions.map(({what}) => what);
    expect(audit.map((what) => what.split(':')[0])).to.deep.equal([
      ...['tokens revoked', 'token issued', 'token revoked', 'token issued'],
    ]);
    const foreign = await install({
      AUTH_JWKS_URL: 'https://keys.example/jwks',
      AUTH_ISSUER: 'x',
      AUTH_AUDIENCE: 'y',
    }).run('token --sub a');
    expect(foreign.code).to.equal(2);
    expect(foreign.err).to.include('AUTH_JWKS_URL');
  });
});

describe('softcollection start', () => {
  const install = installations();

  it('serves HTTP as long as it lives, and refuses a port that is taken', async () => {
    const at = install();
    await fill(at, {people: 50, campaigns: 1});
    const child = at.start('start');
    let log = '';
    child.stdout.on('data', (chunk) => {
      log += chunk;
    });
    const ended = answerOf(child);
    try {
      await until('it listens', () => log.includes('HTTP is listening'));
      const {port} = JSON.parse(log.split('\n').find((line) => line.includes('HTTP is listening'))!) as {port: number};
      const admin = (await at.here('token --sub boss --permission admin')).out.trim();
      const ask = (path: string, more = '') =>
        shell(`curl -sS ${more} -H "Authorization: Bearer ${admin}" http://127.0.0.1:${port}${path}`);
      await until('it is ready', async () => (await ask('/readyz')).includes('"ready"'));
      expect(await ask('/scheduler/status')).to.include('"status":"running"');
      expect(await ask('/scheduler/test-distribution', '-X POST')).to.include('"status":"completed"');
      expect(log).to.include('✅ Process completed successfully!');
      const other = await install({PORT: String(port)}).run('start');
      expect([other.code, other.err.includes('EADDRINUSE')]).to.deep.equal([3, true]);
    } finally {
      child.kill('SIGTERM');
    }
    expect((await ended).code).to.equal(0);
  });
});
