import type {Notice, Notifier} from '../../../src/application/ports/notifier.ts';

/** Keeps what it was asked to tell. */
export function memoryNotifier(): Notifier & {readonly told: Notice[]} {
  const told: Notice[] = [];
  return Object.assign(async (notice: Notice) => void told.push(notice), {told});
}
