import {expect} from 'chai';
import {beginRun} from '../../src/application/run/begin-run.ts';
import {runDistribution} from '../../src/application/run/run-distribution.ts';
import {DATE, makeWorld} from '../support/world.ts';

describe('a run that is begun', () => {
  const never = new AbortController().signal;

  it('is known by its id before it ends', async () => {
    const {deps, request} = makeWorld();
    const begun = await beginRun((observe) => runDistribution(deps, request, observe, never));
    if (begun.type !== 'begun') throw new Error(begun.type);
    expect(begun.run).to.equal(`distribution-${DATE}`);
    const outcome = await begun.ended;
    expect(outcome.type === 'ended' && outcome.reports.at(-1)!.status).to.equal('completed');
  });

  it('is not begun while another holds the lease', async () => {
    const {deps, request} = makeWorld();
    await deps.lease.acquire('another', 10_000);
    const begun = await beginRun((observe) => runDistribution(deps, request, observe, never));
    expect(begun).to.deep.include({type: 'active', owner: 'another'});
  });

  it('rejects what fails before it has an id; later failures are for whoever waits', async () => {
    const early = await beginRun(() => Promise.reject(new Error('early'))).catch((error: Error) => error.message);
    expect(early).to.equal('early');
    const begun = await beginRun(async (observe) => {
      observe({type: 'events', run: `distribution-${DATE}` as never, events: []});
      throw new Error('late');
    });
    if (begun.type !== 'begun') throw new Error(begun.type);
    expect(await begun.ended.catch((error: Error) => error.message)).to.equal('late');
  });
});
