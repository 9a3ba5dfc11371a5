import type {Notice} from '../../../application/ports/notifier.ts';
import type {RunReport} from '../../../domain/run-report.ts';

const SCHEMA_VERSION = 2;

export type Attachment = {readonly filename: string; readonly content: string; readonly contentType: string};

/** `distribution-2024-01-15.json`; a second run of the date has its own. */
export function attachmentName({run_id}: RunReport): string {
  return `${run_id}.json`;
}

/** The whole report, or what else the notice tells. It holds no IIN by construction. */
export function attachmentOf(notice: Notice, mailId: string): Attachment {
  if (notice.kind === 'missed' || notice.kind === 'late' || notice.kind === 'outage') {
    const {id: _id, nextRun = null, ...told} = notice;
    return json(`${mailId}.json`, {...told, next_run: nextRun});
  }
  return json(attachmentName(notice.report), {...notice.report, ...(notice.head ? {log_head: notice.head} : {})});
}

function json(filename: string, data: object): Attachment {
  const content = `${JSON.stringify({schema_version: SCHEMA_VERSION, ...data}, null, 2)}\n`;
  return {filename, content, contentType: 'application/json'};
}

/** As small as can be: only to show that attachments get through. */
export function attachmentOfTest(mailId: string, at: number): Attachment {
  return json(`${mailId}.json`, {kind: 'test', at: new Date(at).toISOString()});
}
