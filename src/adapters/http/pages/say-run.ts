import {decapitalize} from '../../../application/words/russian.ts';
import type {RunBrief} from '../../../domain/run-summary.ts';
import type {PageContext} from './page.ts';

/** What became of a run, after the word of its state. */
export function sayRun(run: RunBrief, {words: {page, names}, format, settings}: PageContext): string {
  const {status, users, error, reason} = run;
  switch (status) {
    case 'completed':
      return page.today.done(page.users(users.distributed), times().join('–'));
    case 'running':
      return page.today.running(names.stages[run.stage]);
    case 'skipped':
      return decapitalize(names.skipReason(reason ?? '', settings.countDay));
    case 'failed':
      return error ? names.failures[error.kind] : names.statuses.failed;
    case 'partial':
      return page.today.partial(page.rows(run.owed.reduce((sum, {rows}) => sum + rows, 0)));
    case 'abandoned':
      return reason ?? names.statuses.abandoned;
    default:
      return status satisfies never;
  }

  /** To the second: two, or one that is both. */
  function times(): string[] {
    return [...new Set([run.started_at, run.ended_at ?? run.started_at].map(format.time))];
  }
}
