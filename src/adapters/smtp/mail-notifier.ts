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
export type Transport = (mail: Mail) => Promise<Delivery>;

export type NotifierOptions = {
  readonly letterhead: Letterhead;
  readonly now: () => number;
  /** Told of each address that the server did not accept. */
  readonly onRefusal: (message: string) => void;
};

/** A mail is sent once one copy is accepted: an address that is refused neither repeats nor stops the others' copies. */
export function mailNotifier(transport: Transport, {letterhead, now, onRefusal}: NotifierOptions): Notifier {
  return async (notice) => {
    const {refusals} = await transport(composeMail(notice, letterhead, now()));
    for (const {recipient, answer} of refusals) onRefusal(`the mail server did not accept ${recipient}: ${answer}`);
  };
}
