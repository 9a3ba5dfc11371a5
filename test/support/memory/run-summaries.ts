import type {RunSummaries} from '../../../src/application/ports/run-summaries.ts';
import {sumTotals} from '../../../src/domain/group-totals.ts';
import {compareRunIds, type TheoryId} from '../../../src/domain/ids.ts';
import {isOpen, type RunSummary, SUMMARY_SHAPE} from '../../../src/domain/run-summary.ts';

/** What all who open the same read model share. */
export type KeptSummaries = {readonly runs: Map<string, RunSummary>; shape: number; position: number};

export const noSummaries = (): KeptSummaries => ({runs: new Map(), shape: SUMMARY_SHAPE, position: 0});

/** The read model in this process's memory. */
export function memoryRunSummaries(kept = noSummaries(), shape = SUMMARY_SHAPE): RunSummaries {
  const position = () => (kept.shape === shape ? kept.position : 0);
  const oldestFirst = () => [...kept.runs.values()].sort((a, b) => compareRunIds(a.report.run_id, b.report.run_id));
  return {
    position: async () => position(),
    save: async (changed, from, to) => {
      if (position() !== from) return false;
      if (kept.shape !== shape) kept.runs.clear();
      for (const summary of changed) {
        const {run_id} = summary.report;
        if ((kept.runs.get(run_id)?.version ?? 0) <= summary.version) kept.runs.set(run_id, summary);
      }
      Object.assign(kept, {shape, position: to});
      return true;
    },
    clear: async () => {
      kept.runs.clear();
      kept.position = 0;
    },
    list: async ({limit, before = null, status, date}) =>
      oldestFirst()
        .filter(({report}) => before === null || compareRunIds(report.run_id, before) < 0)
        .filter(({report}) => status === undefined || report.status === status)
        .filter(({report}) => date === undefined || report.business_date === date)
        .reverse()
        .slice(0, limit),
    open: async () => oldestFirst().filter(isOpen),
    ofSlot: async (slot) => oldestFirst().filter((summary) => summary.slot === slot),
    latestSlot: async () =>
      oldestFirst()
        .flatMap(({slot}) => slot ?? [])
        .sort()
        .at(-1) ?? null,
    dealtByRun: async (theoryIds) =>
      oldestFirst().flatMap(({report: {run_id}, dealt}) => {
        const given = (Object.entries(dealt) as [TheoryId, number][]).filter(([id]) => theoryIds.includes(id));
        return given.length > 0 ? [{run_id, people: new Map(given)}] : [];
      }),
    groupTotals: async (theoryIds) => {
      const dealt = oldestFirst().map((summary) => new Map(Object.entries(summary.dealt) as [TheoryId, number][]));
      return new Map([...sumTotals(dealt)].filter(([theoryId]) => theoryIds.includes(theoryId)));
    },
  };
}
