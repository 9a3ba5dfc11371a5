import type {RunId} from '../domain/ids.ts';
import {evolve, NEW_RUN, type Run} from '../domain/run.ts';
import type {Decision} from '../domain/run-decisions.ts';
import type {RunEvent} from '../domain/run-events.ts';
import {type RunReport, reportRun} from '../domain/run-report.ts';
import {type Hash, type Origin, seal} from './event-envelope.ts';
import {Failure} from './failure.ts';
import type {Clock} from './ports/clock.ts';
import type {EventStore, StoredEvent} from './ports/event-store.ts';
import type {Observe} from './progress.ts';
import {openEvent} from './upcast.ts';

export type JournalDeps = {
  readonly events: EventStore;
  readonly clock: Clock;
  readonly hash: Hash;
  readonly newId: () => string;
};

/** A run's stream, read once and kept in step with what is appended. */
export type Journal = {
  readonly id: RunId;
  run(): Run;
  /** How many events it has, as far as is known here. */
  version(): number;
  report(): RunReport | null;
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
  const stored: StoredEvent[] = [];
  let run: Run = NEW_RUN;

  async function load(): Promise<void> {
    const added = await deps.events.read(id, stored.length);
    stored.push(...added);
    run = added.map((event) => openEvent(event)).reduce(evolve, run);
  }

  async function record(decision: Decision): Promise<readonly RunEvent[]> {
    for (;;) {
      if (run.status !== 'new' && run.epoch > epoch)
        throw new Failure('fenced', `another process has taken ${id} over`);
      const decided = decision(run);
      if (decided.length === 0) return [];
      const at = new Date(deps.clock.now()).toISOString();
      const sealed = seal(id, stored.at(-1) ?? null, decided, {...origin, at, newId: deps.newId, hash: deps.hash});
      const {type} = await deps.events.append(id, stored.length, sealed);
      if (type === 'appended') {
        stored.push(...sealed);
        run = decided.reduce(evolve, run);
        observe({type: 'events', run: id, events: decided});
        return decided;
      }
      await load();
    }
  }

  await load();
  return {
    id,
    run: () => run,
    version: () => stored.length,
    report: () => reportRun(id, run, stored),
    record,
  };
}
