import type {RunId} from '../../domain/ids.ts';
import {evolve, NEW_RUN, type Run} from '../../domain/run.ts';
import type {Decision} from '../../domain/run-decisions.ts';
import type {RunEvent} from '../../domain/run-events.ts';
import {type RunReport, reportRun} from '../../domain/run-report.ts';
import {Failure} from '../failure.ts';
import type {StoredEvent} from '../ports/event-store.ts';
import type {Origin} from './event-envelope.ts';
import {openStream, type StreamDeps} from './event-stream.ts';
import {headOf, takeHead} from './log-head.ts';
import type {Observe} from './progress.ts';
import {openEvent} from './upcast.ts';

export type JournalDeps = StreamDeps;

/** A run's stream, read once and kept in step with what is appended. */
export type Journal = {
  readonly id: RunId;
  run(): Run;
  /** Its events, as far as they are known here. */
  stored(): readonly StoredEvent[];
  /** How many events it has, as far as is known here. */
  version(): number;
  report(): RunReport | null;
  /** Reads what has been appended since: by others, or by an append of ours that was never answered. */
  reload(): Promise<void>;
  /** Appends what the decision answers, deciding anew when the stream has moved on; answers what was appended. */
  record(decision: Decision): Promise<readonly RunEvent[]>;
};

/** `epoch`: the lease under which this process writes; once the run has a greater one, `record` throws `fenced`. */
export async function openJournal(
  deps: JournalDeps,
  id: RunId,
  origin: Origin,
  observe: Observe,
  epoch = Infinity,
): Promise<Journal> {
  const stream = await openStream<Run, RunEvent>(deps, {name: id, initial: NEW_RUN, evolve, open: openEvent}, origin);
  const fenced = (decision: Decision) => (run: Run) => {
    if (run.status !== 'new' && run.epoch > epoch) throw new Failure('fenced', `another process has taken ${id} over`);
    return decision(run);
  };
  /** Whoever has noted it elsewhere can prove later that nothing before it was changed. A run does not fail for want of it. */
  const headAfter = async (events: readonly RunEvent[]) => {
    if (!events.some(({type}) => type === 'RunCompleted' || type === 'RunSkipped')) return {};
    const head = await takeHead(deps, headOf(stream.stored())).catch(() => null);
    return head === null ? {} : {head};
  };
  return {
    id,
    run: stream.state,
    stored: stream.stored,
    version: () => stream.stored().length,
    reload: stream.reload,
    report: () => reportRun(id, stream.state(), stream.stored()),
    record: async (decision) => {
      const events = await stream.record(fenced(decision));
      if (events.length > 0) observe({type: 'events', run: id, events, ...(await headAfter(events))});
      return events;
    },
  };
}
