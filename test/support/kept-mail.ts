import {keepSent} from '../../src/adapters/mail/keep-sent.ts';
import {mailNotifier} from '../../src/adapters/mail/mail-notifier.ts';
import type {SentMails} from '../../src/application/ports/sent-mails.ts';
import type {RunReport} from '../../src/domain/run-report.ts';
import {LETTERHEAD} from '../adapters/mail/letterhead.ts';

/** Sends the mail of a run's success as production does, to a server that takes everything; it is kept in `mails`. */
export function sendMailOf(report: RunReport, mails: SentMails): Promise<void> {
  const transport = async () => ({answer: '250 2.0.0 Ok', accepted: LETTERHEAD.recipients, refusals: []});
  const notify = mailNotifier(
    keepSent(transport, mails, () => {}),
    {letterhead: LETTERHEAD, now: () => Date.parse(report.started_at), onRefusal: () => {}},
  );
  return notify({id: `${report.run_id}.1-success`, kind: 'success', report});
}
