import {Failure} from '../../application/failure.ts';
import type {Notifier} from '../../application/ports/notifier.ts';
import {composeMail, type Letterhead, type Mail} from './compose.ts';

/** What became of a mail that was accepted for at least one recipient. */
export type Delivery = {
  /** The receiving side's last word; a folder's is the file's path. */
  readonly answer: string;
  readonly accepted: readonly string[];
  readonly refusals: readonly Refusal[];
};

/** An address that was not accepted; unless final, it may be later. */
export type Refusal = {readonly recipient: string; readonly isFinal: boolean; readonly answer: string};

/** Gets a composed message to its readers, or throws. */
export type Transport = (mail: AddressedMail) => Promise<Delivery>;

/** Without an envelope it goes to all that it is addressed to. */
export type AddressedMail = Mail & {readonly envelope?: {readonly from: string; readonly to: string[]}};

export type NotifierOptions = {
  readonly letterhead: Letterhead;
  readonly now: () => number;
  /** Told of each address that the server did not accept. */
  readonly onRefusal: (message: string) => void;
};

/**
 * An address that is refused for good neither repeats nor stops the others' copies. One that is put off is pending: the
 * next try goes to it alone.
 */
export function mailNotifier(transport: Transport, {letterhead, now, onRefusal}: NotifierOptions): Notifier {
  return async (notice) => {
    const only = notice.pending && among(letterhead.recipients, notice.pending);
    // Nobody who is still to be told gets these mails any more.
    if (only?.length === 0) return;
    const mail = composeMail(notice, letterhead, now());
    const {refusals} = await transport(only ? {...mail, envelope: {from: mail.from, to: only}} : mail);
    for (const {recipient, answer} of refusals) onRefusal(`the mail server did not accept ${recipient}: ${answer}`);
    const pending = refusals.filter(({isFinal}) => !isFinal).map(({recipient}) => recipient);
    if (pending.length > 0) throw putOff(pending);
  };
}

/** Servers and drivers change the case of what they were given. */
function among(recipients: readonly string[], pending: readonly string[]): string[] {
  const wanted = new Set(pending.map((address) => address.toLowerCase()));
  return recipients.filter((address) => wanted.has(address.toLowerCase()));
}

function putOff(pending: readonly string[]): Failure {
  return new Failure('unreachable', `the mail server put off ${pending.join(', ')}; the others have their copies`, {
    pending,
    advice: 'nothing: the mail is sent to them alone until it is accepted',
  });
}
