import {expect} from 'chai';
import {openJournal} from '../../../src/application/events/journal.ts';
import type {RunId} from '../../../src/domain/ids.ts';
import {resume, start} from '../../../src/domain/run-decisions.ts';
import {type HttpWorld, serveWorld} from '../../support/http-world.ts';
import {until} from '../../support/until.ts';
import {DATE} from '../../support/world.ts';

const RUN = `distribution-${DATE}` as RunId;

describe('/runs/{id}/stream', () => {
  let at: HttpWorld;
  beforeEach(async () => {
    at = await serveWorld();
  });
  afterEach(() => at.close());

  /** Follows a run; `text` grows until `ended` resolves. */
  async function follow(as: 'admin' | 'viewer' = 'admin', lastEventId?: number) {
    const abort = new AbortController();
    const headers = {
      Authorization: `Bearer ${at.tokens[as]}`,
      ...(lastEventId === undefined ? {} : {'Last-Event-ID': String(lastEventId)}),
    };
    const answer = await fetch(`${at.address}/runs/${RUN}/stream`, {headers, signal: abort.signal});
    const told = {status: answer.status, type: answer.headers.get('Content-Type'), text: ''};
    const read = async () => {
      for await (const chunk of answer.body ?? []) told.text += Buffer.from(chunk).toString();
    };
    return {told, ended: read().catch(() => {}), abort: () => abort.abort()};
  }
  const idsIn = (text: string) => [...text.matchAll(/^id: (\d+)$/gm)].map(([, id]) => Number(id));
  const journal = () => openJournal(at.world.deps, RUN, {actor: 'test', correlationId: 'test'}, () => {});
  const START = {businessDate: DATE, slot: null, countDay: '5', epoch: 0, previousRunHash: null, forced: null};

  it('tells a run from its first event to its end, and ends', async () => {
    await at.world.run();
    const {told, ended} = await follow();
    await ended;
    expect(told).to.include({status: 200, type: 'text/event-stream; charset=utf-8'});
    const stored = await at.world.deps.events.read(RUN);
    expect(idsIn(told.text)).to.deep.equal(stored.map(({version}) => version));
    expect(told.text)
      .to.match(/^id: 1\nevent: RunStarted\ndata: \{.*\}\n\n/)
      .and.match(/event: end\ndata: \{\}\n\n$/);
  });

  it('goes on after Last-Event-ID, and answers 204 to who knows it all', async () => {
    await at.world.run();
    const versions = (await at.world.deps.events.read(RUN)).map(({version}) => version);
    const {told, ended} = await follow('admin', 3);
    await ended;
    expect(idsIn(told.text)).to.deep.equal(versions.slice(3));
    expect((await follow('admin', versions.length)).told.status).to.equal(204);
  });

  it('tells what another process appends meanwhile', async () => {
    await (await journal()).record(start(START));
    const {told, ended} = await follow();
    await until('the first event', () => told.text.includes('id: 1\n'));
    expect(told.text).not.to.include('event: end');
    await (await journal()).record(resume(1));
    await until('the second event', () => told.text.includes('id: 2\nevent: RunResumed'));
    await at.world.run({}, {});
    await ended;
    expect(told.text).to.match(/event: end\ndata: \{\}\n\n$/);
    expect(idsIn(told.text)).to.deep.equal((await at.world.deps.events.read(RUN)).map(({version}) => version));
  });

  it('tells how far a run of this process is', async () => {
    let goOn = () => {};
    const gate = new Promise<void>((resolve) => {
      goOn = resolve;
    });
    await at.close();
    at = await serveWorld({
      deps: ({deps}) => ({
        campaigns: async () => {
          await gate;
          return deps.campaigns();
        },
      }),
    });
    expect((await at.ask('/scheduler/test-distribution?wait=false', {method: 'POST'})).status).to.equal(202);
    const {told, ended} = await follow();
    await until('progress', () => told.text.includes('event: progress'));
    expect(told.text).to.match(/^event: progress\ndata: \{"type":"stage","run":"distribution-2024-01-15",.*\}\n$/m);
    goOn();
    await ended;
    expect(told.text).to.match(/event: end\ndata: \{\}\n\n$/);
  });

  it('hides the seed from all but admins', async () => {
    await at.world.run();
    const [viewer, admin] = [await follow('viewer'), await follow('admin')];
    await Promise.all([viewer.ended, admin.ended]);
    expect(viewer.told.text).to.include('"seed":"[admins only]"');
    expect(admin.told.text).to.match(/"seed":"[0-9a-f]{64}"/);
  });

  it('of an unknown run is 404', async () => {
    expect((await at.ask(`/runs/${RUN}/stream`)).status).to.equal(404);
  });

  it('ends when the server closes, and when its reader goes', async () => {
    await (await journal()).record(start(START));
    const gone = await follow();
    await until('it began', () => gone.told.text.includes('id: 1\n'));
    gone.abort();
    await gone.ended;
    const {told, ended} = await follow();
    await until('it began again', () => told.text.includes('id: 1\n'));
    await at.close();
    await ended;
    expect(told.text).not.to.include('event: end');
  });

  it('takes no place for HEAD, ten at most of one subject, and gives each back', async () => {
    await (await journal()).record(start(START));
    const head = () => at.ask(`/runs/${RUN}/stream`, {method: 'HEAD', as: 'viewer'});
    for (let i = 0; i < 120; i++) expect((await head()).status).to.equal(200);
    const streams = await Promise.all(Array.from({length: 12}, () => follow('viewer')));
    expect(streams.map(({told}) => told.status).sort()).to.deep.equal([...Array(10).fill(200), 429, 429]);
    const other = await at.token({sub: 'another', permissions: ['viewer']});
    const headers = {Authorization: `Bearer ${other}`};
    const answer = await fetch(`${at.address}/runs/${RUN}/stream`, {headers, signal: AbortSignal.timeout(5000)});
    expect(answer.status).to.equal(200);
    await answer.body!.cancel();
    for (const {abort, ended} of streams) {
      abort();
      await ended;
    }
    await until('a place is free', async () => {
      const {told, abort} = await follow('viewer');
      abort();
      return told.status === 200;
    });
  });

  it('ends when the token expires', async () => {
    await (await journal()).record(start(START));
    const {told, ended} = await follow();
    await until('it began', () => told.text.includes('id: 1\n'));
    at.world.clock.advance(2 * 86_400_000);
    await ended;
    expect(told.text).not.to.include('event: end');
  });
});
