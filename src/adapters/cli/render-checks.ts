import type {DoctorReport} from './doctor-report.ts';
import {type Colors, colorsOf, formatNumber, oneLine, type Terminal} from './terminal.ts';

type Check = DoctorReport['checks'][0];
type State = Check['state'];

const SIGNS: Readonly<Record<State, string>> = {ok: '✓', warn: '!', fail: '✗', unknown: '?', skipped: '-'};
/** Room for a sign, an id and a state. */
const INDENT = ' '.repeat(18);

/** One line a check; where one finds something, what that means, what to do and who can. */
export function renderChecks({checks}: DoctorReport, terminal: Terminal): string {
  const colors = colorsOf(terminal);
  return `${checks.flatMap((check) => renderCheck(check, colors, terminal.width)).join('\n')}\n${verdict(checks, colors)}\n`;
}

function renderCheck(check: Check, colors: Colors, width: number): string[] {
  const {id, title, state, found, accepted} = check;
  const head = `${SIGNS[state]} ${id} ${state.padEnd(8)}${accepted ? '(accepted) ' : ''}`;
  const line = `${paint(state, colors)(head)}${colors.bold(title)}: ${found}`;
  if (state === 'ok' || state === 'skipped')
    return [state === 'skipped' ? colors.dim(`${head}${title}: ${found}`) : line];
  return [
    line,
    ...advice(check).map((text) => colors.dim(`${INDENT}${oneLine(text, Math.max(width - INDENT.length, 200))}`)),
  ];
}

function advice({expected, means, mend, who}: Check): string[] {
  return [...(expected === null ? [] : [`expected: ${expected}`]), means, `→ ${who}: ${mend}`];
}

function paint(state: State, colors: Colors): (text: string) => string {
  return {ok: colors.green, warn: colors.yellow, fail: colors.red, unknown: colors.magenta, skipped: colors.dim}[state];
}

function verdict(checks: readonly Check[], colors: Colors): string {
  const count = (state: State) => checks.filter((it) => it.state === state && !it.accepted).length;
  const words: readonly [State, string][] = [
    ['fail', 'failed'],
    ['warn', 'warnings'],
    ['unknown', 'could not be checked'],
  ];
  const found = words.flatMap(([state, word]) => (count(state) > 0 ? [`${word}: ${formatNumber(count(state))}`] : []));
  return found.length > 0 ? colors.bold(found.join(', ')) : colors.green('Nothing to complain of.');
}
