import type {PageRequest} from '../../application/events/page-runs.ts';
import {pageRuns} from '../../application/events/page-runs.ts';
import {readFigures} from '../../application/events/run-figures.ts';
import {previewDistribution} from '../../application/run/preview.ts';
import type {RunDeps} from '../../application/run/run-request.ts';
import {verifyDate} from '../../application/verify/verify-date.ts';
import type {CountDay} from '../../domain/count-day.ts';
import type {BusinessDate} from '../../domain/ids.ts';

/** People that a preview names. */
export const SAMPLE_SIZE = 10;

/** What takes long to answer, most of it without a pause: asked of another thread. */
export function slowQueries(
  deps: RunDeps,
  {countDay, maxUsers, baselineRate}: {countDay: CountDay; maxUsers: number; baselineRate: number | null},
) {
  return {
    preview: (date: BusinessDate) =>
      previewDistribution(deps, {date, countDay, limits: {maxUsers}, baselineRate, sample: SAMPLE_SIZE}, () => {}),
    verifyDate: (date: BusinessDate) => verifyDate(deps, date),
    pageRuns: (page: PageRequest) => pageRuns(deps, page),
    figures: (_: null) => readFigures(deps),
  };
}

export type SlowQueries = ReturnType<typeof slowQueries>;
