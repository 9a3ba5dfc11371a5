/** A small seeded generator (mulberry32): the same seed gives the same history. */
export function seededRandom(seed: number) {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  return {
    /** In [0, 1). */
    next,
    /** A whole number from `from` to `to`, both included. */
    between: (from: number, to: number) => from + Math.floor(next() * (to - from + 1)),
    chance: (probability: number) => next() < probability,
    pick: <Item>(items: readonly Item[]): Item => items[Math.floor(next() * items.length)]!,
  };
}

export type Random = ReturnType<typeof seededRandom>;

/** A process of the simulated machine. What a dead one awaits never comes; a frozen one gets it when it thaws. */
export type Process = {readonly name: string; alive: boolean; frozenUntil: number};

type Task = {
  at: number;
  readonly order: number;
  readonly process: Process | null;
  readonly resume: () => void;
  dropped: boolean;
};

/** Virtual time: everything that waits is resumed one at a time, in an order that the seed alone decides. */
export class Scheduler {
  now = 0;
  readonly random: Random;
  #tasks: Task[] = [];

  constructor(random: Random) {
    this.random = random;
  }

  /** Resolves after `ms` of virtual time, or at once when `signal` aborts. */
  wait(process: Process | null, ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      // Tasks of the same moment are resumed in random order.
      const task: Task = {at: this.now + ms, order: this.random.next(), process, resume, dropped: false};
      this.#tasks.push(task);
      signal?.addEventListener('abort', drop);
      function drop() {
        task.dropped = true;
        resolve();
      }
      function resume() {
        signal?.removeEventListener('abort', drop);
        resolve();
      }
    });
  }

  /** Goes on until nothing waits any more, or `until` holds. */
  async run(until: () => boolean): Promise<void> {
    for (;;) {
      await new Promise(setImmediate);
      if (until()) return;
      const task = this.#takeNext();
      if (!task) return;
      task.resume();
    }
  }

  #takeNext(): Task | null {
    this.#tasks = this.#tasks.filter(({dropped, process}) => !dropped && process?.alive !== false);
    let next: Task | null = null;
    for (const task of this.#tasks) {
      task.at = Math.max(task.at, task.process?.frozenUntil ?? 0);
      if (!next || task.at < next.at || (task.at === next.at && task.order < next.order)) next = task;
    }
    if (!next) return null;
    this.#tasks.splice(this.#tasks.indexOf(next), 1);
    this.now = Math.max(this.now, next.at);
    return next;
  }
}
