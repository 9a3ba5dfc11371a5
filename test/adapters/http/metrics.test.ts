import {expect} from 'chai';
import {systemClock} from '../../../src/adapters/clock/system-clock.ts';
import {createMetrics} from '../../../src/adapters/http/metrics.ts';
import {Failure} from '../../../src/application/failure.ts';
import {checkParts} from '../../../src/application/service/check-parts.ts';
import type {BusinessDate, IsoInstant} from '../../../src/domain/ids.ts';
import {type HttpWorld, serveWorld} from '../../support/http-world.ts';
import {brokenUsers} from '../../support/world.ts';

type Described = {headers?: object; content: Record<string, {schema: object}>};
type Operation = {parameters: {name: string}[]; responses: Record<number, Described>};

const quiet = () => {};
const SILENT = {debug: quiet, info: quiet, warn: quiet, error: quiet};

describe('/metrics', () => {
  let at: HttpWorld;
  afterEach(() => at.close());

  /** Samples by name and labels. */
  async function scrape(): Promise<Record<string, number>> {
    const {text} = await at.ask('/metrics', {as: null});
    const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
    return Object.fromEntries(lines.map((line) => [line.replace(/ \S+$/, ''), Number(line.replace(/^.* /, ''))]));
  }

  it('tell of runs what the event store knows, after a restart too', async () => {
    at = await serveWorld();
    await at.world.run();
    const expected = {
      distribution_last_success_timestamp_seconds: Date.parse('2024-01-15T02:59:00Z') / 1000,
      distribution_run_duration_seconds_count: 1,
      'distribution_users_total{outcome="distributed"}': 23,
      'distribution_users_total{outcome="enrolled"}': 0,
      'distribution_users_total{outcome="repeated"}': 0,
      'distribution_users_total{outcome="blank"}': 0,
      'distribution_users_total{outcome="malformed"}': 0,
      'distribution_rows_written_total{table="SC_local_control"}': 4,
      'distribution_rows_written_total{table="SC_local_target"}': 19,
      'distribution_rows_written_total{table="SC_theory_users"}': 19,
      'distribution_last_run_users{campaign="SC00000001"}': 11,
      'distribution_last_run_users{campaign="SC00000002"}': 12,
      distribution_slots_missed_total: 0,
      distribution_owed_groups: 0,
      distribution_next_run_timestamp_seconds: Date.parse('2024-01-16T03:00:00Z') / 1000,
    };
    expect(await scrape()).to.include(expected);
    expect(await scrape(), 'scraped again').to.include(expected);
    const {services} = at;
    await at.close();
    at = await serveWorld({services});
    expect(await scrape(), 'by another server on this store').to.include(expected);
  });

  it('tell what the checks of doctor found last, without a wait for them', async () => {
    at = await serveWorld();
    const statesOf = async () =>
      Object.keys(
        await scrape().then((it) => Object.fromEntries(Object.entries(it).filter(([, value]) => value === 1))),
      )
        .filter((name) => /_check_state\{id="SC-D(05|06|12)"/.test(name))
        .map((name) => name.replace('softcollection_check_state', ''));
    expect(await statesOf()).to.deep.equal([]);
    expect(await statesOf()).to.deep.equal([
      '{id="SC-D05",state="ok"}',
      '{id="SC-D06",state="fail"}',
      '{id="SC-D12",state="accepted"}',
    ]);
    expect(await scrape()).to.include({'softcollection_check_state{id="SC-D05",state="fail"}': 0});
  });

  const SLOT = '2024-01-15T03:00:00.000Z' as IsoInstant;
  const NINE = Date.parse(SLOT) / 1000;
  const ofSlot = (day = '2024-01-15') => ({
    next: {date: day as BusinessDate, slot: SLOT.replace('2024-01-15', day) as IsoInstant},
  });

  it('tell what alerts ask of the slot and of its run', async () => {
    at = await serveWorld();
    const slots = async () => {
      const {distribution_slot_timestamp_seconds: due, distribution_last_end_timestamp_seconds: end} = await scrape();
      return [due, end];
    };
    expect(await slots(), 'before the first start').to.deep.equal([0, 0]);
    for (const word of ['stop', 'start']) await at.ask(`/scheduler/${word}`, {method: 'POST'});
    expect(await slots(), 'no slot since it is on').to.deep.equal([0, 0]);
    at.world.clock.advance(120_000);
    expect(await slots(), 'due').to.deep.equal([NINE, 0]);
    await at.world.run({users: brokenUsers()}, ofSlot());
    const failed = {'distribution_last_run_status{status="failed"}': 1};
    expect(await scrape()).to.include({...failed, 'distribution_last_run_failure{kind="unexpected"}': 1});
    at.world.clock.advance(60_000);
    expect((await slots())[1]).to.be.greaterThan(NINE);
    await at.ask('/scheduler/stop', {method: 'POST'});
    expect((await slots())[0], 'switched off').to.equal(0);
  });

  it('count skips in a row, which a run that distributes ends', async () => {
    at = await serveWorld();
    const {source} = at.world;
    const users = source.users.splice(0);
    const skips = async () => (await scrape()).distribution_skips_in_a_row;
    await at.world.run({}, ofSlot('2024-01-15'));
    expect(await skips()).to.equal(1);
    await at.world.run({}, ofSlot('2024-01-16'));
    expect(await skips()).to.equal(2);
    await at.world.run();
    expect(await skips(), 'a run by hand is no day').to.equal(2);
    source.users.push(...users);
    await at.world.run({}, ofSlot('2024-01-17'));
    expect(await skips()).to.equal(0);
  });

  it('say since when a mail waits, and no more once it is sent', async () => {
    at = await serveWorld();
    const away = () => Promise.reject(new Failure('unreachable', 'the mail server is away'));
    const since = async () => (await scrape()).distribution_mail_queued_timestamp_seconds;
    await at.world.run({notify: away});
    expect(await since()).to.equal(NINE - 60);
    await at.world.run();
    expect(await since()).to.equal(0);
  });

  it('name the build', async () => {
    at = await serveWorld();
    const build = `softcollection_build_info{version="1.2.3",node="${process.versions.node}"}`;
    expect(await scrape()).to.include({[build]: 1});
  });

  it('count each run once, however often they are scraped', async () => {
    at = await serveWorld();
    await at.world.run();
    const runs = async () => (await scrape()).distribution_run_duration_seconds_count;
    expect([await runs(), await runs()]).to.deep.equal([1, 1]);
    await at.world.run();
    expect([await runs(), await runs()]).to.deep.equal([2, 2]);
  });

  it('count what is owed, and slots that were missed', async () => {
    at = await serveWorld();
    const {deps} = at.world;
    const away = {
      ...deps.tables.spss,
      lock: () => Promise.reject(new Failure('unreachable', 'away', {database: 'spss'})),
    };
    await at.world.run({tables: {...deps.tables, spss: away}});
    const missed = {type: 'SlotMissed', data: {slot: '2024-01-14T03:00:00.000Z', reason: 'not_running'}};
    const event = {...missed, id: 'm1', stream: 'scheduler', version: 1, schema: 1, at: '2024-01-15T03:00:00.000Z'};
    const rest = {correlationId: 'c', causationId: null, actor: 'test', previousHash: null};
    await deps.events.append('scheduler', 0, [{...event, ...rest}]);
    expect(await scrape()).to.include({
      distribution_owed_groups: 8,
      distribution_slots_missed_total: 1,
      distribution_missed_slot_timestamp_seconds: Date.parse('2024-01-14T03:00:00Z') / 1000,
      'distribution_last_run_status{status="partial"}': 1,
      distribution_last_success_timestamp_seconds: 0,
      'distribution_rows_written_total{table="SC_theory_users"}': 0,
    });
  });

  it('measure requests by route, never by address', async () => {
    at = await serveWorld();
    for (const path of ['/runs/distribution-2024-01-15', '/runs/900101300012', '/900101300012']) await at.ask(path);
    const {text} = await at.ask('/metrics', {as: null});
    expect(text).to.include('http_request_duration_seconds_count{method="GET",route="/runs/:id",status="404"} 2');
    expect(text).to.include('http_request_duration_seconds_count{method="GET",route="(none)",status="404"} 1');
    expect(text.includes('900101300012')).to.equal(false);
    expect(text).to.include('process_cpu_seconds_total').and.include('nodejs_eventloop_lag_seconds');
  });

  it('count durations up to each bound', async () => {
    at = await serveWorld();
    const metrics = createMetrics(at.services, {log: SILENT, linesLost: () => 0, version: '1.2.3'});
    for (const seconds of [0.0005, 0.003, 0.3, 2, 99])
      metrics.observe({method: 'GET', route: '/', status: 200, seconds});
    const buckets = [
      ...(await metrics.text()).matchAll(/^http_request_duration_seconds_bucket\{le="([^"]+)".*\} (\d+)$/gm),
    ];
    expect(buckets.map(([, bound, count]) => `${bound}: ${count}`)).to.deep.equal([
      ...['0.001: 1', '0.005: 2', '0.01: 2', '0.05: 2', '0.1: 2', '0.5: 3', '1: 3', '5: 4', '30: 4', '+Inf: 5'],
    ]);
  });

  it('count the lines that the log has lost', async () => {
    at = await serveWorld({config: {linesLost: () => 7}});
    expect(await scrape()).to.include({log_lines_lost_total: 7, distribution_state_up: 1});
  });

  it('want a token, or are not there, if so configured', async () => {
    at = await serveWorld({config: {metrics: 'token'}});
    expect((await at.ask('/metrics', {as: null})).status).to.equal(401);
    expect((await at.ask('/metrics', {as: 'viewer'})).status).to.equal(200);
    await at.close();
    at = await serveWorld({config: {metrics: 'off'}});
    expect((await at.ask('/metrics')).status).to.equal(404);
    const {paths} = (await at.ask('/openapi.json')).json as {paths: object};
    expect(paths).not.to.have.property('/metrics');
  });

  it('are given without those of runs when they cannot be read, which says nothing of hosts and ports', async () => {
    const away = new Failure('unreachable', 'MongoDB does not answer (connect ECONNREFUSED 127.0.0.1:27617)');
    at = await serveWorld({services: {figures: () => Promise.reject(away)}});
    const {status, text} = await at.ask('/metrics', {as: null});
    expect([status, /27617|MongoDB/.test(text)]).to.deep.equal([200, false]);
    expect(text)
      .to.match(/^distribution_state_up 0$/m)
      .and.include('process_resident_memory_bytes');
    expect(text).not.to.include('distribution_last_success_timestamp_seconds');
    expect(JSON.stringify(at.log)).to.include('27617');
  });
});

describe('/docs and /openapi.json', () => {
  let at: HttpWorld;
  afterEach(() => at.close());

  it('are found with a slash at the end too, below any path of a proxy', async () => {
    at = await serveWorld();
    const answer = await fetch(`${at.address}/docs/?a=1`, {redirect: 'manual'});
    expect([answer.status, answer.headers.get('Location')]).to.deep.equal([308, '../docs?a=1']);
    expect((await fetch(`${at.address}/docs/`)).url).to.equal(`${at.address}/docs`);
    expect((await fetch(`${at.address}/nothing/`)).status).to.equal(404);
  });

  it('describe the document itself, and the headers that matter', async () => {
    at = await serveWorld();
    const {paths} = (await at.ask('/openapi.json')).json as {paths: Record<string, Record<string, Operation>>};
    const [run, own] = [paths['/scheduler/test-distribution']!.post!, paths['/openapi.json']!.get!];
    expect(own.responses[200]!.content['application/json']!.schema).to.deep.equal({type: 'object'});
    expect(run.responses[202]!.headers).to.have.property('Location');
    expect(run.responses[503]!.headers).to.have.property('Retry-After');
    expect(run.responses).to.have.property('408');
    expect(paths['/runs/{id}/stream']!.get!.parameters.map(({name}) => name)).to.include('Last-Event-ID');
  });

  it('want a token, or are not there, if so configured', async () => {
    const paths = ['/docs', '/docs/start.js', '/openapi.json'];
    const statuses = async (token: string | null) => {
      const headers: Record<string, string> = token === null ? {} : {Authorization: `Bearer ${token}`};
      return Promise.all(paths.map(async (path) => (await fetch(at.address + path, {headers})).status));
    };
    at = await serveWorld({config: {docs: 'token'}});
    expect(await statuses(null)).to.deep.equal([401, 401, 401]);
    expect(await statuses(at.tokens.viewer)).to.deep.equal([200, 200, 200]);
    await at.close();
    at = await serveWorld({config: {docs: 'off'}});
    expect(await statuses(at.tokens.admin)).to.deep.equal([404, 404, 404]);
  });
});

describe('/readyz', () => {
  it('says which part does not answer, and never hangs', async () => {
    const never = new Promise<never>(() => {});

    const fine = async () => {};
    const probes = {
      dssb_app: fine,
      spss: () => never,
      state: () => Promise.reject(new Failure('unreachable', 'gone')),
      scheduler: fine,
    };
    const at = await serveWorld({services: {readiness: () => checkParts(probes, systemClock, 50)}});
    try {
      const {status, json} = await at.ask('/readyz', {as: null});
      expect(status).to.equal(503);
      expect(json).to.deep.include({
        detail: 'not ready: spss, state',
        parts: {dssb_app: 'ok', spss: 'away', state: 'away', scheduler: 'ok'},
      });
      expect((await at.ask('/livez', {as: null})).status).to.equal(200);
    } finally {
      await at.close();
    }
  });
});
