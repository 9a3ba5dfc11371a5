import {headOf, parseHead, sealOf} from '../events/log-head.ts';
import type {PastRun} from '../events/run-history.ts';
import {Failure} from '../failure.ts';
import type {VerifyDeps} from './verify-run.ts';
import type {Check} from './verify-table.ts';

type HeadDeps = Pick<VerifyDeps, 'events' | 'hash'>;

/** What each run said of the log before it, compared with the log: streams, first runs and ends that are gone. */
export async function headBreaks(
  deps: HeadDeps,
  history: readonly Pick<PastRun, 'id' | 'events'>[],
): Promise<string[]> {
  const breaks: string[] = [];
  for (const {id, events} of history) {
    const head = headOf(events);
    const ok = head === null || (await isTrue(deps, head, basesOf(history)));
    if (!ok) breaks.push(`${id}: the log before it is not the one that it was begun on`);
  }
  return breaks;
}

/** Whether the log still holds all that it held when this head was taken: an older copy, a cut end, any change before it. */
export async function checkHead(
  deps: HeadDeps,
  history: readonly Pick<PastRun, 'id' | 'events'>[],
  expected: string,
): Promise<Check> {
  const head = parseHead(expected);
  if (!head) throw new Failure('usage', '--expect is a head such as h120b85.k0f…: a success mail or log line has it');
  const {position} = await deps.events.heads(0);
  if (position < head.position) {
    const detail = `the log ends at ${position}, before ${head.position}: its end is gone, or it is an older copy`;
    return {check: 'expected head', ok: false, detail};
  }
  const ok = await isTrue(deps, expected, basesOf(history));
  const detail = ok
    ? `all ${head.position} positions of the log are as they were then`
    : 'what the log held then has been altered, or was sealed under an ASSIGNMENT_SECRET that is not known here';
  return {check: 'expected head', ok, detail};
}

/** The heads that runs carry, by position. */
function basesOf(history: readonly Pick<PastRun, 'events'>[]): ReadonlyMap<number, string> {
  const heads = history.flatMap(({events}) => headOf(events) ?? []);
  return new Map(heads.flatMap((text) => [[parseHead(text)?.position ?? -1, text]]));
}

async function isTrue(deps: HeadDeps, text: string, bases: ReadonlyMap<number, string>): Promise<boolean> {
  const head = parseHead(text);
  if (!head) return false;
  return (await sealOf(deps, bases.get(head.base) ?? null, head)) === head.link;
}
