import {existsSync, readdirSync} from 'node:fs';
import type {Settings} from './installation.ts';
import {hideServerClocks} from './mongo-server.ts';

/** 09:00 in Almaty on a day when it is UTC+5. */
export const SLOT = '2025-03-10T04:00:00.000Z';
export const SLOT_DATE = '2025-03-10';

/**
 * The environment in which processes take it for this moment now, and go on from there; all that are given the same settings
 * agree to the microsecond. Timers run on the monotonic clock, which stays as it is.
 */
export function clockAt(moment: string | number): Settings {
  const ms = new Date(moment).getTime() - Date.now();
  return {
    LD_PRELOAD: library(),
    FAKETIME: `${ms < 0 ? '-' : '+'}${(Math.abs(ms) / 1000).toFixed(3)}`,
    FAKETIME_DONT_FAKE_MONOTONIC: '1',
    // What a killed process leaves in shared memory would confuse a later one of the same id.
    FAKETIME_DISABLE_SHM: '1',
  };
}

/** So long before 09:00. */
export function beforeSlot(ms: number): Settings {
  hideServerClocks();
  return clockAt(Date.parse(SLOT) - ms);
}

function library(): string {
  const paths = readdirSync('/usr/lib').map((folder) => `/usr/lib/${folder}/faketime/libfaketimeMT.so.1`);
  const path = paths.find((it) => existsSync(it));
  if (!path) throw new Error('libfaketime is missing: apt-get install faketime');
  return path;
}
