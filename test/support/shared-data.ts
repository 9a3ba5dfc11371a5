import {readFileSync} from 'node:fs';
import {fileURLToPath} from 'node:url';
import {parse} from 'csv-parse/sync';
import type {TheoryRow} from '../../src/domain/campaigns.ts';
import type {WallTime} from '../../src/domain/ids.ts';
import type {SourceRow} from './memory/sources.ts';

/** Beside the checkout; whoever runs the integration tests must have it there. */
export const SHARED_DATA = fileURLToPath(new URL('../../../shared/data/', import.meta.url));

export type Expected = {
  readonly count_day_5_rows: number;
  readonly blank: number;
  readonly duplicates: number;
  readonly users: number;
  readonly enrolled: number;
  readonly campaigns: Record<string, {total: number; groups: Record<string, number>}>;
  readonly control_rows: number;
  readonly target_rows: number;
  readonly spss_rows: number;
};

export function sharedExpectation(): Expected {
  return JSON.parse(readFileSync(`${SHARED_DATA}expected.json`, 'utf8'));
}

export function sharedUsers(): SourceRow[] {
  return csv('users.csv').map(([iin, countDay]) => ({iin: iin || null, countDay: Number(countDay)}));
}

export function sharedCampaigns(): TheoryRow[] {
  const midnight = (date: string) => `${date} 00:00:00` as WallTime;
  return csv('campaigns.csv').map(([theoryId, name, , , start, end]) => ({
    theoryId: theoryId!,
    name: name!,
    startDate: midnight(start!),
    endDate: midnight(end!),
  }));
}

function csv(name: string): string[][] {
  return parse(readFileSync(SHARED_DATA + name), {bom: true, from_line: 2, skip_empty_lines: true});
}
