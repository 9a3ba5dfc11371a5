import type {RunOutcome} from '../../application/run/run-distribution.ts';
import {exitOfOutcome} from './exit-codes.ts';
import {renderRun} from './render-run.ts';
import type {Terminal} from './terminal.ts';

/** Prints what came out; `--json` answers the last report. */
export function show(
  outcome: RunOutcome,
  options: {json?: true},
  terminal: Terminal,
  nothing: string,
  exitCode = exitOfOutcome(outcome),
): number {
  if (outcome.type === 'active') {
    const message = `another run is active: ${outcome.owner} (until ${outcome.until} unless it renews)`;
    if (options.json) terminal.out(`${JSON.stringify({error: {kind: 'active', message}}, null, 2)}\n`);
    terminal.err(`${message}\n→ look at it with: softcollection runs list\n`);
  } else if (options.json) {
    terminal.out(`${JSON.stringify(outcome.reports.at(-1) ?? null, null, 2)}\n`);
  } else {
    const texts = outcome.reports.map((report) => renderRun(report, terminal));
    terminal.out(`${texts.length > 0 ? texts.join('\n\n') : nothing}\n`);
  }
  return exitCode;
}
