import type {Check} from '../../application/verify/verify-table.ts';
import {colorsOf, type Terminal} from './terminal.ts';

/** A line each. */
export function renderProofs(checks: readonly Check[], terminal: Terminal): string[] {
  const {green, red} = colorsOf(terminal);
  return checks.map(({check, ok, detail}) => `${ok ? green('✓') : red('✗')} ${check.padEnd(17)}${detail}`);
}
