import {createHash} from 'node:crypto';
import type {Notice} from '../../application/ports/notifier.ts';
import {attachmentContent, attachmentName} from './attachment.ts';
import {oneLine} from './one-line.ts';
import {renderHtml} from './render-html.ts';
import {renderText} from './render-text.ts';
import {subjectOf} from './subject.ts';
import {writeLetter} from './write-letter.ts';

/** Whom the mail comes from and goes to, and the day that its words speak of. */
export type Letterhead = {
  readonly sender: string | null;
  readonly recipients: readonly string[];
  /** `5` or `6-30`. */
  readonly countDay: string;
};

/** A composed message: mail options as nodemailer takes them, and an id fit for a file name. */
export type Mail = ReturnType<typeof composeMail>;

const DEFAULT_SENDER = 'softcollection@localhost';

/** One message to all recipients. The same notice keeps its Message-ID however often it is composed. */
export function composeMail(notice: Notice, {sender, recipients, countDay}: Letterhead, at: number) {
  const letter = writeLetter(notice, countDay);
  const id = mailName(notice.id);
  return {
    id,
    from: oneLine(sender ?? DEFAULT_SENDER),
    to: recipients.map(oneLine),
    date: new Date(at),
    messageId: `<${id}@softcollection>`,
    headers: {'Auto-Submitted': 'auto-generated'},
    subject: subjectOf(notice, countDay),
    text: renderText(letter),
    html: renderHtml(letter),
    attachments: [
      {
        filename: attachmentName(notice.report),
        content: attachmentContent(notice.report),
        contentType: 'application/json',
      },
    ],
  };
}

/** A notice's id where it is fit for a header and a file name, else its digest. */
function mailName(noticeId: string): string {
  const isPlain = noticeId.length <= 200 && /^[A-Za-z0-9][A-Za-z0-9-]*(\.[A-Za-z0-9-]+)*$/.test(noticeId);
  return isPlain ? noticeId : `notice-${createHash('sha256').update(noticeId).digest('hex')}`;
}
