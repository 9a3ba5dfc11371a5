import {expect} from 'chai';
import type {Progress} from '../../src/application/events/progress.ts';
import type {RunRequest} from '../../src/application/run/run-request.ts';
import {makeRunHere} from '../../src/application/service/run-here.ts';
import {runId} from '../../src/domain/ids.ts';
import {sampleStart} from '../support/sample-run.ts';
import {DATE, makeWorld} from '../support/world.ts';

describe('a run of this process', () => {
  it('has what is the same for all calls, unless the call says otherwise, and is told to log, ping and caller', async () => {
    const {origin, owner, zone, countDay, limits} = makeWorld().request;
    const settings = {origin, owner, zone, countDay, limits};
    const next = {date: DATE, slot: null};
    const [requests, logged, pings, told]: [RunRequest[], string[], string[], Progress[]] = [[], [], [], []];
    const note = (_: object, text: string) => void logged.push(text);
    const begun = {type: 'events', run: runId(DATE, 1), events: [{type: 'RunStarted', data: sampleStart}]} as const;
    const active = {type: 'active', owner: 'another', until: '2024-01-15T04:00:00.000Z'} as const;
    const run = makeRunHere({
      ...{log: {debug: note, info: note, warn: note, error: note}, ping: (signal) => void pings.push(signal), settings},
      execute: async (request, observe) => {
        requests.push(request);
        observe(begun);
        return active;
      },
    });
    expect(await run({next}, (it) => told.push(it))).to.equal(active);
    expect([pings, told, logged.length > 0]).to.deep.equal([['start'], [begun], true]);
    const said = {origin: {actor: 'http:operator', correlationId: 'call'}, graceMs: 5_000, reason: 'asked for'};
    await run({next, ...said}, () => {});
    expect(requests).to.deep.equal([
      {...settings, next, graceMs: 0, forced: null},
      {...settings, next, forced: null, ...said},
    ]);
  });
});
