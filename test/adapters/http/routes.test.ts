import {expect} from 'chai';
import {type HttpWorld, serveWorld, ZONE} from '../../support/http-world.ts';
import {DATE} from '../../support/world.ts';

describe('HTTP routes', () => {
  let at: HttpWorld;
  beforeEach(async () => {
    at = await serveWorld();
  });
  afterEach(() => at.close());

  const json = async (path: string, asking?: Parameters<HttpWorld['ask']>[1]) => {
    const {status, json: document} = await at.ask(path, asking);
    return {status, document: document as Record<string, unknown>};
  };

  it("answer the scheduler's status as in the user's document", async () => {
    const {document} = await json('/scheduler/status', {as: 'viewer'});
    expect(document).to.deep.equal({
      success: true,
      scheduler_status: {
        status: 'running',
        jobs: [
          {
            id: 'daily_user_distribution',
            name: 'Daily User Distribution Process',
            next_run: '2024-01-15T09:00:00+06:00',
            trigger: 'cron[hour=9,minute=0]',
          },
        ],
        timezone: ZONE,
      },
    });
  });

  it('answer the next runs with the offset of their own day', async () => {
    at.world.clock.advance(Date.parse('2024-02-29T00:00:00Z') - at.world.clock.now());
    const {document} = await json('/scheduler/next-runs?count=2', {
      headers: {Authorization: `Bearer ${await at.token({})}`},
    });
    expect(document).to.deep.equal({
      success: true,
      next_runs: [
        {job_id: 'daily_user_distribution', run_at: '2024-02-29T09:00:00+06:00'},
        {job_id: 'daily_user_distribution', run_at: '2024-03-01T09:00:00+05:00'},
      ],
      timezone: ZONE,
    });
  });

  it('answer five next runs unless asked for more', async () => {
    const {document} = await json('/scheduler/next-runs');
    expect(document.next_runs).to.have.length(5);
  });

  it('switch the job off and on', async () => {
    const job = (document: Record<string, unknown>) =>
      (document as never as {scheduler_status: {status: string; jobs: {next_run: string | null}[]}}).scheduler_status;
    const stopped = job((await json('/scheduler/stop', {method: 'POST'})).document);
    expect([stopped.status, stopped.jobs[0]!.next_run]).to.deep.equal(['stopped', null]);
    expect((await json('/scheduler/next-runs')).document.next_runs).to.deep.equal([]);
    const started = job((await json('/scheduler/start', {method: 'POST', body: '{}', headers: JSON_TYPE})).document);
    expect([started.status, started.jobs[0]!.next_run]).to.deep.equal(['running', '2024-01-15T09:00:00+06:00']);
  });

  it("preview as in the user's document, with masked users for all but admins", async () => {
    const {document} = await json('/daily-distribution/preview', {as: 'viewer'});
    expect(document).to.have.all.keys('success', 'preview', 'note');
    expect(document.note).to.equal('This is a preview only - no data was actually distributed');
    const preview = document.preview as Record<string, unknown>;
    expect(preview).to.have.all.keys(
      ...['active_campaigns', 'campaigns_count', 'available_users', 'users_sample', 'distribution_plan'],
      'would_distribute',
    );
    const {campaigns_count, available_users, would_distribute} = preview;
    expect({campaigns_count, available_users, would_distribute}).to.deep.equal({
      campaigns_count: 2,
      available_users: 23,
      would_distribute: 23,
    });
    const sample = preview.users_sample as string[];
    expect(sample).to.have.length(10);
    expect(sample.every((it) => /^9999\*{6}\d\d$/.test(it))).to.equal(true);
    expect((preview.distribution_plan as object[])[0]).to.deep.include({theory_id: 'SC00000001', total_users: 11});
    const admins = (await json('/daily-distribution/preview')).document.preview as {users_sample: string[]};
    expect(admins.users_sample.every((it) => /^\d{12}$/.test(it))).to.equal(true);
    expect(at.world.rows()).to.deep.equal([]);
  });

  it('preview what is left after a run: available before, distributed after the enrolled', async () => {
    await at.world.run();
    const preview = (await json('/daily-distribution/preview')).document.preview as Record<string, unknown>;
    const {available_users, would_distribute, users_sample, campaigns_count} = preview;
    expect({available_users, would_distribute, users_sample, campaigns_count}).to.deep.equal({
      available_users: 23,
      would_distribute: 0,
      users_sample: [],
      campaigns_count: 2,
    });
  });

  it('run now and answer the result', async () => {
    const {status, document} = await json('/scheduler/test-distribution', {method: 'POST'});
    expect(status).to.equal(200);
    expect(document.success).to.equal(true);
    expect(document.result).to.deep.include({run_id: `distribution-${DATE}`, status: 'completed'});
    expect(at.world.rows()).to.have.length.greaterThan(23);
    const [started] = await at.services.runEvents(`distribution-${DATE}` as never, {showSeed: false, after: 0});
    expect(started!.actor).to.equal('http:somebody');
    expect((started!.data as {slot: unknown}).slot).to.equal(null);
  });

  it('begin a run and answer its address', async () => {
    const {status, headers, json: document} = await at.ask('/scheduler/test-distribution?wait=false', {method: 'POST'});
    expect(status).to.equal(202);
    expect(headers.get('Location')).to.equal(`/runs/distribution-${DATE}`);
    expect((document as {run_id: string}).run_id).to.equal(`distribution-${DATE}`);
    expect((await at.ask(headers.get('Location')!)).status).to.equal(200);
  });

  it('write nothing in a dry run', async () => {
    const {document} = await json('/scheduler/test-distribution?dry_run=true', {method: 'POST'});
    expect((document.preview as {would_distribute: number}).would_distribute).to.equal(23);
    expect(at.world.rows()).to.deep.equal([]);
  });

  it('answer 409 with who runs while a run is active', async () => {
    await at.world.deps.lease.acquire('another pid 7', 10_000);
    const {status, document} = await json('/scheduler/test-distribution', {method: 'POST'});
    expect(status).to.equal(409);
    expect(document.owner).to.equal('another pid 7');
  });

  it('say whether each database answers', async () => {
    const {document} = await json('/databases/test-all-connections', {method: 'POST', as: 'viewer'});
    expect(document.success).to.equal(true);
    expect(document.databases).to.have.all.keys('dssb_app', 'spss', 'state');
    for (const part of Object.values(document.databases as object)) {
      expect(part).to.have.all.keys('connected', 'message', 'latency_ms');
    }
  });

  it('list runs page by page, and show one with its events', async () => {
    await at.world.run();
    at.world.source.users = at.world.source.users.map(({countDay}, i) => ({iin: String(888800000000 + i), countDay}));
    await at.world.run();
    const first = (await json('/runs?limit=1')).document;
    expect((first.runs as {run_id: string}[]).map(({run_id}) => run_id)).to.deep.equal([`distribution-${DATE}.2`]);
    const second = (await json(`/runs?limit=1&before=${first.next}`)).document;
    expect((second.runs as {run_id: string}[]).map(({run_id}) => run_id)).to.deep.equal([`distribution-${DATE}`]);
    expect(second.next).to.equal(null);
    expect((await json(`/runs/distribution-${DATE}`)).document.run).to.deep.include({status: 'completed'});
  });

  it("show a run's seed to admins only", async () => {
    await at.world.run();
    const seedFor = async (as: 'admin' | 'viewer') => {
      const {document} = await json(`/runs/distribution-${DATE}/events`, {as});
      const events = document.events as {type: string; data: {seed?: string}}[];
      return events.find(({type}) => type === 'DistributionPlanned')!.data.seed;
    };
    expect(await seedFor('viewer')).to.equal('[admins only]');
    expect(await seedFor('admin')).to.match(/^[0-9a-f]{64}$/);
  });

  it('count what the tables hold of a date, and name a mismatch', async () => {
    await at.world.run();
    const good = (await json('/daily-distribution/verification', {as: 'viewer'})).document as Record<string, unknown>;
    expect([good.date, good.consistent]).to.deep.equal([DATE, true]);
    const [run] = good.runs as {theories: {group: string; planned: number; SC_local_target: number}[]}[];
    expect(run!.theories).to.have.length(10);
    expect(run!.theories[1]).to.deep.include({group: 'B', planned: 2, SC_local_control: 0, SC_local_target: 2});
    at.world.tables.get('SC_theory_users')!.pop();
    const bad = (await json(`/daily-distribution/verification?date=${DATE}`)).document as Record<string, unknown>;
    expect(bad.consistent).to.equal(false);
    const [broken] = bad.runs as {mismatches: object[]}[];
    expect(broken!.mismatches).to.have.length(1);
    expect(broken!.mismatches[0]).to.deep.include({table: 'SC_theory_users', doubled: 0});
    const other = (await json('/daily-distribution/verification?date=2024-01-14')).document;
    expect(other.runs).to.deep.equal([]);
  });

  it('are open for health, metrics, documentation and the first page', async () => {
    for (const path of ['/livez', '/readyz', '/metrics', '/openapi.json', '/docs', '/docs/start.js', '/']) {
      expect((await at.ask(path, {as: null})).status, path).to.equal(200);
    }
  });

  it('answer HEAD as GET without a body', async () => {
    const {status, text} = await at.ask('/scheduler/status', {method: 'HEAD'});
    expect([status, text]).to.deep.equal([200, '']);
  });
});

const JSON_TYPE = {'Content-Type': 'application/json'};

describe('a path in PUBLIC_URL', () => {
  it('is part of the address of a run that was begun', async () => {
    const at = await serveWorld({config: {publicUrl: 'https://bank.kz/softcollection'}});
    try {
      const {headers, json: document} = await at.ask('/scheduler/test-distribution?wait=false', {method: 'POST'});
      expect(headers.get('Location')).to.equal(`/softcollection/runs/distribution-${DATE}`);
      expect(document).to.include({location: `/softcollection/runs/distribution-${DATE}`});
    } finally {
      await at.close();
    }
  });
});
