import type {Notifier} from '../../application/ports/notifier.ts';
import {composeMail, type Letterhead, type Mail} from './compose.ts';

/** Gets a composed message to its readers, or throws. */
export type Transport = (mail: Mail) => Promise<void>;

export function mailNotifier(transport: Transport, letterhead: Letterhead, now: () => number): Notifier {
  return (notice) => transport(composeMail(notice, letterhead, now()));
}
