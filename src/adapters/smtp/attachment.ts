import type {RunReport} from '../../domain/run-report.ts';

export const SCHEMA_VERSION = 1;

/** `distribution-2024-01-15.json`; a second run of the date has its own. */
export function attachmentName({run_id}: RunReport): string {
  return `${run_id}.json`;
}

/** The whole report. It holds no IIN by construction. */
export function attachmentContent(report: RunReport): string {
  return `${JSON.stringify({schema_version: SCHEMA_VERSION, ...report}, null, 2)}\n`;
}
