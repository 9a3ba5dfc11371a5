import {randomUUID} from 'node:crypto';
import {sha256} from '../src/adapters/crypto/chain-hash.ts';
import {hashEvent, sealEvents} from '../src/application/events/event-envelope.ts';
import type {StoredEvent} from '../src/application/ports/event-store.ts';
import {type BusinessDate, type IsoInstant, runId} from '../src/domain/ids.ts';
import {recordSent} from '../src/domain/notifications.ts';
import {evolve, NEW_RUN} from '../src/domain/run.ts';
import {
  complete,
  type Decision,
  plan,
  recordEndCheck,
  recordKeyDestroyed,
  recordWrites,
  start,
} from '../src/domain/run-decisions.ts';
import type {DistributionPlan, RunEvent} from '../src/domain/run-events.ts';
import {writesOf} from '../src/domain/writes.ts';
import {allWrites, samplePlan, sampleStart, trueCounts, writtenBy} from '../test/support/sample-run.ts';

/** Of one completed run over ten campaigns, as many as there are unless said: start, plan, 50 groups in DSSB and 40 in SPSS, check, end, mail, end of its roster. */
export const RUN_EVENTS = 97;

/** The streams of so many days' runs, chained as the service chains them. */
export function* sampleLog(runs: number, campaigns = 10): Generator<StoredEvent[]> {
  let previous: StoredEvent | null = null;
  for (let day = 0; day < runs; day++) {
    const date = new Date(Date.UTC(2000, 0, 1 + day)).toISOString().slice(0, 10) as BusinessDate;
    const stored = sealRun(date, campaigns, previous);
    previous = stored.at(-1)!;
    yield stored;
  }
}

function sealRun(date: BusinessDate, campaigns: number, before: StoredEvent | null): StoredEvent[] {
  const id = runId(date, 1);
  const events = completedRun(date, campaigns, before && hashEvent(before, sha256));
  const at = `${date}T04:00:00.000Z`;
  return sealEvents(id, null, events, {
    actor: 'scheduler',
    correlationId: randomUUID(),
    at,
    newId: randomUUID,
    hash: sha256,
  });
}

function completedRun(date: BusinessDate, over: number, previousRunHash: string | null): RunEvent[] {
  const planned = datedPlan(date, over);
  const slot = `${date}T04:00:00.000Z` as IsoInstant;
  const decisions: Decision[] = [
    start({...sampleStart, businessDate: date, slot, previousRunHash}),
    plan(planned),
    ...writesOf(planned).map((write) => recordWrites(writtenBy(write))),
    recordEndCheck(trueCounts(planned, allWrites(planned))),
    complete,
    recordSent('1-success'),
    recordKeyDestroyed,
  ];
  const events: RunEvent[] = [];
  let run = NEW_RUN;
  for (const decide of decisions) {
    const decided = decide(run);
    events.push(...decided);
    run = decided.reduce(evolve, run);
  }
  return events;
}

/** With digests as long as the real ones. */
function datedPlan(date: BusinessDate, over: number): DistributionPlan {
  const planned = samplePlan(5_000, over, {
    rosterId: `${runId(date, 1)}/1`,
    seed: sha256(date),
    planDigest: sha256(date),
  });
  const campaigns = planned.campaigns.map((campaign) => ({
    ...campaign,
    groups: campaign.groups.map((group) => ({...group, digest: sha256(`${date} ${group.theoryId}`)})),
  }));
  return {...planned, campaigns};
}
