import {createHash} from 'node:crypto';
import type {Notice} from '../../application/ports/notifier.ts';
import {type Attachment, attachmentOf} from './letter/attachment.ts';
import type {Letter, LetterSettings} from './letter/letter.ts';
import {oneLine} from './letter/one-line.ts';
import {renderHtml} from './letter/render-html.ts';
import {renderText} from './letter/render-text.ts';
import {subjectOf} from './letter/subject.ts';
import {writeLetter} from './letter/write-letter.ts';

/** Whom the mail comes from and goes to, and what its words depend on. */
export type Letterhead = LetterSettings & {
  readonly sender: string | null;
  readonly recipients: readonly string[];
};

/** A composed message: mail options as nodemailer takes them, and an id fit for a file name. */
export type Mail = ReturnType<typeof addressMail>;

type Content = {
  readonly id: string;
  readonly subject: string;
  readonly letter: Letter;
  readonly attachments: Attachment[];
};

const DEFAULT_SENDER = 'softcollection@localhost';

/** One message to all recipients. The same notice keeps its Message-ID however often it is composed. */
export function composeMail(notice: Notice, letterhead: Letterhead, at: number): Mail {
  const id = mailName(notice.id);
  const content = {
    id,
    subject: subjectOf(notice, letterhead),
    letter: writeLetter(notice, letterhead),
    attachments: [attachmentOf(notice, id)],
  };
  return addressMail(content, letterhead, at);
}

/** Puts a letter into an envelope. Nothing of an address or a subject can begin a header line of its own. */
export function addressMail({id, subject, letter, attachments}: Content, {sender, recipients}: Letterhead, at: number) {
  return {
    id,
    from: oneLine(sender ?? DEFAULT_SENDER),
    to: recipients.map((address) => ({name: '', address: oneLine(address)})),
    date: new Date(at),
    messageId: `<${id}@softcollection>`,
    headers: {'Auto-Submitted': 'auto-generated'},
    subject: oneLine(subject),
    text: renderText(letter),
    html: renderHtml(letter),
    attachments,
  };
}

/** A notice's id where it is fit for a header and a file name, else its digest. */
function mailName(noticeId: string): string {
  const isPlain = noticeId.length <= 200 && /^[A-Za-z0-9][A-Za-z0-9-]*(\.[A-Za-z0-9-]+)*$/.test(noticeId);
  return isPlain ? noticeId : `notice-${createHash('sha256').update(noticeId).digest('hex')}`;
}
