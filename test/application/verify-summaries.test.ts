import {expect} from 'chai';
import type {SummaryQuery} from '../../src/application/ports/run-summaries.ts';
import {verifySummaries} from '../../src/application/verify/verify-summaries.ts';
import type {RunSummary} from '../../src/domain/run-summary.ts';
import {DATE, makeWorld} from '../support/world.ts';

const RUN = `distribution-${DATE}`;
const WRONG = `not what the log says: ${RUN}; make them anew: softcollection state rebuild`;

/** What `verify --chain` says of the read model of two runs, after somebody's hand. */
async function checkOf(change: (kept: readonly RunSummary[]) => readonly RunSummary[] = (kept) => kept) {
  const {deps, run} = makeWorld();
  await run();
  await run({}, {next: {date: DATE, slot: null}});
  const kept = change(await deps.runs.list({limit: 10}));
  const list = async ({before}: SummaryQuery) => (before ? [] : kept);
  return verifySummaries({events: deps.events, runs: {...deps.runs, list}});
}

/** The first run's summary, which stands last, in another form. */
const withFirst = (change: (it: RunSummary) => RunSummary) => (kept: readonly RunSummary[]) =>
  kept.with(-1, change(kept.at(-1)!));

describe('the read model compared with the log', () => {
  it('is right when it says what the log says', async () => {
    const detail = 'what is kept of 2 runs is what the log says';
    expect(await checkOf()).to.deep.equal({check: 'summaries', ok: true, detail});
  });

  const hands = {
    'has lost a run': (kept: readonly RunSummary[]) => kept.slice(0, -1),
    'says another thing of one': withFirst((it) => ({...it, report: {...it.report, status: 'failed'}})),
    'has not taken in its last event': withFirst((it) => ({...it, version: it.version - 1})),
  };
  for (const [what, hand] of Object.entries(hands))
    it(`is wrong when it ${what}, and names the run and what to do`, async () => {
      expect(await checkOf(hand)).to.deep.equal({check: 'summaries', ok: false, detail: WRONG});
    });

  it('names each wrong run', async () => {
    const {detail} = await checkOf(() => []);
    expect(detail).to.include(`${RUN}, ${RUN}.2;`);
  });

  it('is not wrong for what was appended while the log was read', async () => {
    const grown = withFirst((it) => ({...it, version: it.version + 1, report: {...it.report, status: 'failed'}}));
    expect((await checkOf(grown)).ok).to.equal(true);
  });
});
