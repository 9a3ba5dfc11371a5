import type {RunId} from '../../domain/ids.ts';
import type {RunEvent, Stage} from '../../domain/run-events.ts';
import type {Warning} from '../../domain/warnings.ts';
import type {Observe} from '../events/progress.ts';
import type {Log} from '../ports/log.ts';
import {EN} from '../words/en.ts';
import {sayWarning} from '../words/words.ts';

/** Turns what a run says into the lines that operators know from the original. */
export function logRun(log: Log): Observe {
  let stage: Stage = 'initialization';
  return (progress) => {
    if (progress.type === 'stage') stage = progress.stage;
    if (progress.type === 'waiting') log.warn({stage}, progress.message);
    if (progress.type !== 'events') return;
    for (const event of progress.events) {
      if (event.type === 'RunStarted' || event.type === 'RunResumed') stage = 'initialization';
      if (event.type === 'RunCompleted' || event.type === 'RunSkipped') stage = 'completed';
      logEvent(log, {run: progress.run, stage, head: progress.head}, event);
    }
  };
}

function logEvent(
  log: Log,
  {head, ...fields}: {run: RunId; stage: Stage; head: string | undefined},
  {type, data}: RunEvent,
): void {
  const warn = (warnings: readonly Warning[]) => {
    for (const warning of warnings) log.warn({...fields, warning: warning.kind}, sayWarning(EN, warning));
  };
  switch (type) {
    case 'RunStarted':
      return log.info({...fields, epoch: data.epoch}, '🚀 STARTING DAILY USER DISTRIBUTION PROCESS');
    case 'RunResumed':
      return log.info({...fields, epoch: data.epoch}, 'Resuming an unfinished run');
    case 'DistributionPlanned':
      warn(data.warnings);
      return log.info({...fields, users: data.users, plan_digest: data.planDigest}, 'Distribution planned');
    case 'GroupWritten':
      return log.debug({...fields, ...data}, 'Group written');
    case 'RunVerified':
      warn(data.notes);
      return log.info(fields, 'Rows verified');
    case 'RunCompleted':
      return log.info({...fields, ...data, head}, '✅ Process completed successfully!');
    case 'RunSkipped':
      warn(data.warnings);
      return log.info({...fields, users: data.users, head}, `⏭️ Process skipped: ${data.reason}`);
    case 'RunFailed':
      return log.error({...fields, kind: data.kind, advice: data.advice}, `❌ Process failed: ${data.message}`);
    case 'RunAbandoned':
      return log.warn(fields, `Run abandoned: ${data.reason}`);
    case 'NotificationFailed':
      return log.warn({...fields, ...data}, 'Notification failed; it will be tried again');
    default:
      return log.debug({...fields, ...data}, type);
  }
}
