import {keepSent} from '../../src/adapters/mail/keep-sent.ts';
import {mailNotifier} from '../../src/adapters/mail/mail-notifier.ts';
import type {Notifier} from '../../src/application/ports/notifier.ts';
import {mailId, type SentMails} from '../../src/application/ports/sent-mails.ts';
import type {RunReport} from '../../src/domain/run-report.ts';
import {LETTERHEAD} from '../adapters/mail/letterhead.ts';

/** Sends as production does, to a server that takes everything; what it sends is kept in `mails`. `now` in ms since 1970. */
export function keepingNotifier(mails: SentMails, now: () => number): Notifier {
  const transport = async () => ({answer: '250 2.0.0 Ok', accepted: LETTERHEAD.recipients, refusals: []});
  const keeping = keepSent(transport, mails, () => {});
  return mailNotifier(keeping, {letterhead: LETTERHEAD, now, onRefusal: () => {}});
}

/** The mail of a run's success. */
export function sendMailOf(report: RunReport, mails: SentMails): Promise<void> {
  const notify = keepingNotifier(mails, () => Date.parse(report.started_at));
  return notify({id: mailId(report.run_id, '1-success'), kind: 'success', report});
}
