import {setTimeout as delay} from 'node:timers/promises';

/** Waits until it is so; rejects when it does not become so. */
export async function until(what: string, isSo: () => boolean | Promise<boolean>): Promise<void> {
  for (let waited = 0; waited < 20_000; waited += 10) {
    if (await isSo()) return;
    await delay(10);
  }
  throw new Error(`waited in vain: ${what}`);
}
