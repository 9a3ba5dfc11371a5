import {expect} from 'chai';
import {openScheduler} from '../../../src/application/events/scheduler-stream.ts';
import type {IsoInstant} from '../../../src/domain/ids.ts';
import {install, recordMissed, setSchedule} from '../../../src/domain/scheduler.ts';
import {type HttpWorld, serveWorld} from '../../support/http-world.ts';
import {until} from '../../support/until.ts';
import {DATE, syntheticUsers} from '../../support/world.ts';

const SLOT = '2024-01-15T03:00:00.000Z' as IsoInstant;
const RUN = `distribution-${DATE}`;
const ORIGIN = {actor: 'test', correlationId: 'test'};
const IIN = '990990000001';

type Run = {run_id: string; trigger: object; lateness_ms: number | null};
type Day = {date: string; slot: string | null; missed: string | null; on: boolean; runs: Run[]};

describe('the routes that the page needs', () => {
  let at: HttpWorld;
  beforeEach(async () => {
    at = await serveWorld();
  });
  afterEach(() => at.close());

  const days = async (query = ''): Promise<Day[]> => {
    const headers = {Authorization: `Bearer ${await at.token({permissions: ['viewer']})}`};
    return ((await at.ask(`/days${query}`, {headers})).json as {days: Day[]}).days;
  };
  const run = (body: object) =>
    at.ask('/scheduler/test-distribution', {method: 'POST', body: JSON.stringify(body), headers: JSON_TYPE});
  const digest = async () => (await at.ask('/daily-distribution/preview')).headers.get('Plan-Digest');
  const stored = (stream: string) => at.world.deps.events.read(stream);
  const scheduler = () => openScheduler(at.world.deps, ORIGIN);

  it('/days tells the slot of each date, what was missed and why, and the runs with what made them', async () => {
    await (await scheduler()).record(install('2024-01-12T10:00:00.000Z' as IsoInstant));
    const missed = {slot: '2024-01-13T03:00:00.000Z' as IsoInstant, reason: 'not_running'} as const;
    await (await scheduler()).record(recordMissed([missed]));
    at.world.clock.advance(60_000 + 90_000);
    await at.world.run({}, {next: {date: DATE, slot: SLOT}, origin: {actor: 'scheduler', correlationId: 'x'}});
    await at.world.run();
    at.world.clock.advance(86_400_000);
    const told = await days('?from=2024-01-13&to=2024-01-16');
    expect(told.map(({runs: _, ...day}) => day)).to.deep.equal([
      {date: '2024-01-13', slot: missed.slot, missed: 'not_running', on: true},
      {date: '2024-01-14', slot: '2024-01-14T03:00:00.000Z', missed: null, on: true},
      {date: DATE, slot: SLOT, missed: null, on: true},
      {date: '2024-01-16', slot: '2024-01-16T03:00:00.000Z', missed: null, on: true},
    ]);
    expect(told[2]!.runs.map(({run_id, trigger, lateness_ms}) => ({run_id, trigger, lateness_ms}))).to.deep.equal([
      {run_id: RUN, trigger: {slot: SLOT, by: 'scheduler', reason: null, forced: null}, lateness_ms: 90_000},
      {run_id: `${RUN}.2`, trigger: {slot: null, by: 'test', reason: null, forced: null}, lateness_ms: null},
    ]);
  });

  it('/days tells when each date was due by the schedule that held then', async () => {
    const set = (cron: string, from: string) => setSchedule({cron, timezone: 'Asia/Almaty', from: from as IsoInstant});
    await (await scheduler()).record(install('2024-01-10T10:00:00.000Z' as IsoInstant));
    await (await scheduler()).record(set('30 8 * * *', '2024-01-10T10:00:00.000Z'));
    await (await scheduler()).record(
      recordMissed([{slot: '2024-01-12T02:30:00.000Z' as IsoInstant, reason: 'unreachable'}]),
    );
    await (await scheduler()).record(set('0 9 * * *', '2024-01-12T12:00:00.000Z'));
    const told = await days('?from=2024-01-11&to=2024-01-13');
    expect(told.map(({slot, missed}) => [slot, missed])).to.deep.equal([
      ['2024-01-11T02:30:00.000Z', null],
      ['2024-01-12T02:30:00.000Z', 'unreachable'],
      ['2024-01-13T03:00:00.000Z', null],
    ]);
  });

  it('/days is the last fortnight unless asked, and refuses what is no range', async () => {
    const fortnight = await days();
    expect([fortnight.length, fortnight.at(-1)!.date]).to.deep.equal([14, DATE]);
    for (const query of ['from=2024-01-02&to=2024-01-01', 'from=2022-01-01&to=2024-01-01', 'from=2024-02-30', 'x=1']) {
      expect((await at.ask(`/days?${query}`)).status, query).to.equal(400);
    }
  });

  it('a run and a switch keep the reason, without ids', async () => {
    await run({reason: `the load of ${IIN} was late`});
    const {trigger} = ((await at.ask(`/runs/${RUN}`)).json as {run: {trigger: {reason: string; by: string}}}).run;
    expect(trigger.by).to.equal('http:somebody');
    expect(trigger.reason)
      .to.match(/^the load of .+ was late$/)
      .and.not.include(IIN);
    const body = JSON.stringify({reason: 'the bank is closed'});
    await at.ask('/scheduler/stop', {method: 'POST', body, headers: JSON_TYPE});
    expect((await stored('scheduler')).at(-1)!.data).to.deep.include({
      on: false,
      by: 'http:somebody',
      reason: 'the bank is closed',
    });
    expect(await at.services.schedulerStatus()).to.have.nested.property('switched.reason', 'the bank is closed');
  });

  it('bodies stay optional, and unknown keys and empty reasons are refused', async () => {
    expect((await at.ask('/scheduler/stop', {method: 'POST'})).status).to.equal(200);
    for (const body of [{reason: ' '}, {reason: 'x'.repeat(501)}, {expected_digest: 'no'}, {force: true}]) {
      expect((await run(body)).status, JSON.stringify(body)).to.equal(400);
    }
    expect(await stored(RUN)).to.deep.equal([]);
  });

  it('a confirmed plan runs as it was confirmed', async () => {
    const confirmed = await digest();
    const {status, json} = await run({expected_digest: confirmed, reason: 'confirmed'});
    expect([status, (json as {result: {plan_digest: string}}).result.plan_digest]).to.deep.equal([200, confirmed]);
  });

  it('a plan that has changed since is 409, and nothing is begun', async () => {
    const confirmed = await digest();
    at.world.source.users = syntheticUsers(24);
    for (const wait of ['true', 'false']) {
      const body = JSON.stringify({expected_digest: confirmed});
      const answer = await at.ask(`/scheduler/test-distribution?wait=${wait}`, {
        method: 'POST',
        body,
        headers: JSON_TYPE,
      });
      expect(answer.status).to.equal(409);
      expect((answer.json as {detail: string}).detail).to.match(/not the one that was confirmed/);
    }
    expect([await stored(RUN), at.world.rows()]).to.deep.equal([[], []]);
  });

  it('/stream tells of a run by whatever process from now on, without its seed, and ends with the token', async () => {
    await at.world.run();
    const answer = await fetch(`${at.address}/stream`, {headers: {Authorization: `Bearer ${at.tokens.admin}`}});
    let text = '';
    const ended = (async () => {
      for await (const chunk of answer.body ?? []) text += Buffer.from(chunk).toString();
    })();
    await until('it looks', () => text.includes('event: seen\n'));
    at.world.source.users = syntheticUsers(30);
    await at.world.run();
    await (await scheduler()).record(install('2024-01-12T10:00:00.000Z' as IsoInstant));
    await until('the switch', () => text.includes('event: SchedulerSwitched\n'));
    const told = [...text.matchAll(/^data: (.*"stream".*)$/gm)].map(
      ([, line]) => JSON.parse(line!) as {stream: string},
    );
    const events = [...(await stored(`${RUN}.2`)), ...(await stored('scheduler'))];
    expect(told.map(({stream}) => stream)).to.deep.equal(events.map(({stream}) => stream));
    expect(text)
      .to.include('"seed":"[admins only]"')
      .and.not.match(/"seed":"[0-9a-f]/);
    at.world.clock.advance(2 * 86_400_000);
    await ended;
  });
});

const JSON_TYPE = {'Content-Type': 'application/json'};
