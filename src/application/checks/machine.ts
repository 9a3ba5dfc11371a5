import {zonedTime} from '../../domain/wall-time.ts';
import type {FolderFacts, MachineFacts} from '../ports/check-facts.ts';
import type {Judgement} from '../ports/check-result.ts';
import {fail, ok, together, unknown, warned} from './judgement.ts';

/** The last day with security fixes, by major version (nodejs.org/en/about/previous-releases). */
const NODE_ENDS: Readonly<Record<number, string>> = {
  20: '2026-04-30',
  22: '2027-04-30',
  24: '2028-04-30',
  26: '2029-04-30',
};

/** SC-D02: the runtime is looked after, and SQLite's driver works in it. */
export function judgeRuntime({node, platform, driverFault}: MachineFacts, now: number): Judgement {
  if (driverFault !== null) return fail(driverFault);
  const ends = NODE_ENDS[Number.parseInt(node, 10)];
  if (ends === undefined)
    return warned(`Node ${node} (${platform}) is no release with long support`, {expected: NODES});
  const isOver = now > Date.parse(`${ends}T23:59:59Z`);
  return isOver
    ? warned(`Node ${node} (${platform}) gets no security fixes since ${ends}`, {expected: NODES})
    : ok(`Node ${node} (${platform}), security fixes until ${ends}`);
}

const NODES = 'Node 22 or 24';

/** Since this release the time-zone data knows that Kazakhstan has one offset, +05:00, from 2024-03-01 on. */
const ONE_KAZAKHSTAN = '2024a';
const ALMATY = 'Asia/Almaty';

/** SC-D03: the zone's rules are those of today, or the run starts at another hour. */
export function judgeZoneData({zoneData}: Pick<MachineFacts, 'zoneData'>, zone: string, now: number): Judgement {
  const offset = (it: string) => zonedTime(now, it).slice(-6);
  const shown = `tz ${zoneData ?? 'of unknown age'}, ${zone} = ${offset(zone)}`;
  const mend = 'install a newer Node, or take the variable TZDIR or NODE_ICU_DATA away that leads to old data';
  if (offset(ALMATY) !== '+05:00') return fail(`${shown}, ${ALMATY} = ${offset(ALMATY)}`, {expected: '+05:00', mend});
  if (zoneData === null) return unknown(`${shown}: the runtime does not tell of when its data is`);
  return zoneData < ONE_KAZAKHSTAN ? warned(shown, {expected: `tz ${ONE_KAZAKHSTAN} or later`, mend}) : ok(shown);
}

const LITTLE_BYTES = 1e9;
const NOTHING_BYTES = 1e8;

/** SC-D04: the folder of the service's own files, and its log. `keepsState`: the event store is in it. */
export function judgeFolder(folder: FolderFacts, keepsState: boolean): Judgement {
  const {path, isThere, isWritable, freeBytes, disk, openToOthers, logFile} = folder;
  const room = `${(freeBytes / 1e9).toFixed(1)} GB free`;
  const faults: Judgement[] = [];
  if (!isWritable) faults.push(fail(`${path} cannot be written by this user`, {mend: `chown it, or set DATA_DIR`}));
  if (logFile?.isWritable === false) faults.push(fail(`LOG_FILE ${logFile.path} cannot be written by this user`));
  if (freeBytes < LITTLE_BYTES)
    faults.push((freeBytes < NOTHING_BYTES ? fail : warned)(`${path}: ${room}`, {expected: 'at least 1 GB'}));
  if (openToOthers.length > 0) {
    const mend = `chmod go-rwx ${openToOthers.join(' ')}`;
    faults.push(warned(`other accounts may read ${openToOthers.join(', ')}`, {expected: '0700 and 0600', mend}));
  }
  if (keepsState && disk !== 'local') {
    const why =
      disk === 'network' ? "on a network disk, where SQLite's locks do not hold" : 'in memory, and gone at a restart';
    faults.push((disk === 'network' ? fail : warned)(`${path} is ${why}`, {expected: 'a local disk'}));
  }
  if (faults.length > 0) return together(faults);
  return ok(isThere ? `${path}, ${room}` : `${path} is made at the first start, ${room}`);
}
