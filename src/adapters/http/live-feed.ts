import {setTimeout as delay} from 'node:timers/promises';
import type {StoredEvent} from '../../application/ports/event-store.ts';
import {serially} from '../../application/serially.ts';
import type {RunProgress} from './http-services.ts';

/** Told of each event, and of each step of a run. */
export type Watcher = {
  readonly event: (event: StoredEvent) => void;
  readonly progress: (progress: RunProgress) => void;
  /** The log was looked at. */
  readonly seen: () => void;
};

const LOOK_MS = 500;

/** Looks at the log for all watchers together, for as long as there are any. A look that fails is made again. */
export function liveFeed(
  tail: () => Promise<readonly StoredEvent[]>,
  progress: () => readonly RunProgress[],
): (watcher: Watcher, signal: AbortSignal) => void {
  const watchers = new Set<Watcher>();
  const inTurn = serially();
  const said = new Map<string, string>();

  async function look(): Promise<void> {
    const added = await tail();
    const moved = progress().filter((it) => said.get(it.run) !== JSON.stringify(it));
    for (const it of moved) said.set(it.run, JSON.stringify(it));
    for (const watcher of watchers) {
      for (const event of added) watcher.event(event);
      for (const it of moved) watcher.progress(it);
      watcher.seen();
    }
  }
  async function follow(): Promise<void> {
    // What was stored while nobody watched is no news.
    await tail().catch(() => {});
    while (watchers.size > 0) {
      await look().catch(() => {});
      await delay(LOOK_MS);
    }
    said.clear();
  }
  return (watcher, signal) => {
    watchers.add(watcher);
    signal.addEventListener('abort', () => watchers.delete(watcher), {once: true});
    void inTurn(follow);
  };
}
