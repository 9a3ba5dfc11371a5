import {createHash} from 'node:crypto';
import type {Notice} from '../../application/ports/notifier.ts';
import {type Attachment, attachmentOf} from './letter/attachment.ts';
import type {Letter, LetterSettings} from './letter/letter.ts';
import {oneLine} from './letter/one-line.ts';
import {renderHtml} from './letter/render-html.ts';
import {renderText} from './letter/render-text.ts';
import {subjectOf} from './letter/subject.ts';
import {ALL_ROOM, type Room, writeLetter} from './letter/write-letter.ts';
import {messageIdOf} from './message-id.ts';

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
  /** Tells this installation's mails from others', where there is such a thing. */
  readonly token: string | null;
};

const DEFAULT_SENDER = 'softcollection@localhost';

/** One message to all recipients. The same notice keeps its Message-ID however often it is composed. */
export function composeMail(notice: Notice, letterhead: Letterhead, at: number): Mail {
  const id = mailName(notice.id);
  const content = {
    id,
    subject: subjectOf(notice, letterhead),
    letter: fittingLetter(notice, letterhead),
    attachments: [attachmentOf(notice, id)],
    token: notice.token ?? null,
  };
  return addressMail(content, letterhead, at);
}

/** Mail programs cut off what is longer. */
const MAX_HTML_BYTES = 100_000;
const LESS_ROOM: readonly Room[] = [
  {campaigns: 100, warnings: 5},
  {campaigns: 100, warnings: 0},
  {campaigns: 50, warnings: 0},
  {campaigns: 10, warnings: 0},
];

/** The letter with as much of its lists as its html has room for. */
function fittingLetter(notice: Notice, settings: LetterSettings): Letter {
  let letter = writeLetter(notice, settings, ALL_ROOM);
  for (const room of LESS_ROOM) {
    if (Buffer.byteLength(renderHtml(letter)) < MAX_HTML_BYTES) break;
    letter = writeLetter(notice, settings, room);
  }
  return letter;
}

/** Puts a letter into an envelope. Nothing of an address or a subject can begin a header line of its own. */
export function addressMail({id, subject, letter, attachments, token}: Content, letterhead: Letterhead, at: number) {
  const {sender, recipients} = letterhead;
  return {
    id,
    from: oneLine(sender ?? DEFAULT_SENDER),
    to: recipients.map((address) => ({name: '', address: oneLine(address)})),
    date: new Date(at),
    messageId: messageIdOf(id, token, letterhead),
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
