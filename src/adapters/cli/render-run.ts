import Table from 'cli-table3';
import {counted} from '../../application/english.ts';
import type {Preview} from '../../application/run/preview.ts';
import {EN} from '../../application/words/en.ts';
import {formatsOf} from '../../application/words/formats.ts';
import {EN_PAGE} from '../../application/words/page-en.ts';
import {sayCarryOver} from '../../application/words/say-carry-over.ts';
import {saySize} from '../../application/words/say-size.ts';
import {sayWarning} from '../../application/words/words.ts';
import type {Balance} from '../../domain/balance.ts';
import {GROUP_LETTERS} from '../../domain/ids.ts';
import type {RunReport} from '../../domain/run-report.ts';
import type {UserCounts} from '../../domain/user-intake.ts';
import {type Colors, colorsOf, formatDuration, formatNumber, oneLine, type Terminal} from './terminal.ts';

type CampaignLine = {
  theory_id: string;
  theory_name: string;
  total_users: number;
  balance?: Balance;
  groups: Record<string, {users_count: number}>;
};

/** A run's result as a person reads it. */
export function renderRun(report: RunReport, terminal: Terminal): string {
  const colors = colorsOf(terminal);
  const status = {completed: colors.green, skipped: colors.yellow, partial: colors.yellow, running: colors.cyan}[
    report.status as string
  ];
  const state = (status ?? colors.red)(report.status + (report.reason ? `: ${report.reason}` : ''));
  return [
    `${colors.bold(report.run_id)}  ${state}  ${colors.dim(formatDuration(report.duration_ms))}`,
    ...renderAttempt(report, colors),
    ...renderPlan(report.campaigns, terminal),
    ...renderBalance(report.campaigns, colors),
    ...renderUsers(report.users, colors),
    ...renderCarryOver(report, colors),
    ...renderWritten(report, colors),
    ...(report.plan_digest ? [field('Plan', colors.dim(report.plan_digest), colors)] : []),
    ...renderTrouble(report, colors),
  ].join('\n');
}

/** What the next run would do. */
export function renderPreview(preview: Preview, terminal: Terminal): string {
  const colors = colorsOf(terminal);
  const verdict = preview.reason ? `would be skipped: ${preview.reason}` : 'nothing is written by this';
  return [
    `${colors.bold(preview.run_id)}  ${colors.cyan('preview')}  ${colors.dim(verdict)}`,
    ...renderPlan(preview.campaigns, terminal),
    ...renderBalance(preview.campaigns, colors),
    ...renderSizes(preview.campaigns, colors),
    ...renderUsers(preview.users, colors),
    ...renderCarryOver(preview, colors),
    ...(preview.plan_digest ? [field('Plan', colors.dim(preview.plan_digest), colors)] : []),
    ...preview.warnings.map((warning) => colors.yellow(`! ${sayWarning(EN, warning)}`)),
    ...(preview.error ? [colors.red(`✗ ${preview.error.message}`)] : []),
    ...(preview.statements ?? []).map(
      ({database, sql, times}) => `\n${colors.dim(`-- ${database}, ${formatNumber(times)} ×`)}\n${sql};`,
    ),
  ].join('\n');
}

function renderPlan(campaigns: readonly CampaignLine[], terminal: Terminal): string[] {
  if (campaigns.length === 0) return [];
  const colors = colorsOf(terminal);
  const nameWidth = Math.max(12, Math.min(40, terminal.width - 70));
  const head = ['Campaign', 'Name', 'Users', 'A control', 'B', 'C', 'D', 'E'];
  const table = new Table({
    head: head.map((text) => colors.bold(text)),
    colAligns: ['left', 'left', ...head.slice(2).map(() => 'right' as const)],
    style: {head: [], border: [], compact: true},
    chars: LINES,
  });
  for (const {theory_id, theory_name, total_users, groups} of campaigns) {
    const sizes = GROUP_LETTERS.map((letter) => formatNumber(groups[letter]!.users_count));
    table.push([theory_id, oneLine(theory_name, nameWidth), formatNumber(total_users), ...sizes]);
  }
  const sum = (size: (campaign: CampaignLine) => number) => formatNumber(campaigns.reduce((n, it) => n + size(it), 0));
  const totals = [
    sum((it) => it.total_users),
    ...GROUP_LETTERS.map((letter) => sum((it) => it.groups[letter]!.users_count)),
  ];
  table.push(['Total', '', ...totals].map((text) => colors.bold(text)));
  return [table.toString()];
}

/** How alike the groups of each campaign are, over its life. */
function renderBalance(campaigns: readonly CampaignLine[], colors: Colors): string[] {
  const lines = campaigns.flatMap(({theory_id, balance: it}) => {
    if (!it || it.strata < 2) return [];
    const worst = `${it.difference.toFixed(4)} (${oneLine(it.stratum, 60)}, ${it.groups.join('–')})`;
    return [`${theory_id} largest difference ${worst}, by chance up to ${it.by_chance.toFixed(3)}`];
  });
  return lines.map((line, i) => field(i === 0 ? 'Balance' : '', line, colors));
}

/** What each campaign's groups will be able to show. */
function renderSizes(campaigns: Preview['campaigns'], colors: Colors): string[] {
  return campaigns.map(({theory_id, size}, i) =>
    field(i === 0 ? 'Size' : '', `${theory_id} ${saySize(EN_PAGE, FORMATS, size)}`, colors),
  );
}

const FORMATS = formatsOf('en', 'UTC');

const LINES = {
  top: '', 'top-mid': '', 'top-left': '', 'top-right': '',
  bottom: '', 'bottom-mid': '', 'bottom-left': '', 'bottom-right': '',
  left: '', 'left-mid': '', right: '', 'right-mid': '',
  mid: '─', 'mid-mid': '─', middle: ' ',
}; // biome-ignore format: a picture of the table's edges

function renderUsers(users: UserCounts, colors: Colors): string[] {
  const {found, blank, malformed, repeated, enrolled, enrolled_without_row, distributed} = users;
  const dropped = [
    `${formatNumber(blank)} blank`,
    ...(malformed > 0 ? [`${formatNumber(malformed)} malformed`] : []),
    `${formatNumber(repeated)} repeated`,
    `${formatNumber(enrolled)} already enrolled${enrolled_without_row > 0 ? ` (${formatNumber(enrolled_without_row)} without a row)` : ''}`,
  ].join(', ');
  const line = `${counted(found, 'row')} found; dropped ${dropped}; ${formatNumber(distributed)} distributed`;
  return [field('Users', line, colors)];
}

function renderCarryOver({carry_over}: Pick<RunReport, 'carry_over'>, colors: Colors): string[] {
  return carry_over ? [field('Before', sayCarryOver(EN_PAGE, carry_over), colors)] : [];
}

function renderAttempt({attempt, earlier_attempts: earlier}: RunReport, colors: Colors): string[] {
  if (attempt === 1) return [];
  const ends = earlier.map(
    ({run_id, status, reason}) => `${run_id} ${status}${reason ? `: ${oneLine(reason, 80)}` : ''}`,
  );
  return [field('Attempt', [`${attempt} of this date`, ...ends].join('; '), colors)];
}

function renderWritten({campaigns, owed, plan_digest}: RunReport, colors: Colors): string[] {
  if (!plan_digest) return [];
  const groups = campaigns.flatMap(({groups: all}) => Object.entries(all));
  const sum = (rows: number[]) => formatNumber(rows.reduce((a, b) => a + b, 0));
  const control = sum(groups.filter(([letter]) => letter === 'A').map(([, {written}]) => written.dssb_app));
  const target = sum(groups.filter(([letter]) => letter !== 'A').map(([, {written}]) => written.dssb_app));
  const spss = sum(groups.map(([, {written}]) => written.spss));
  const lines = [`SC_local_control ${control}, SC_local_target ${target}, SC_theory_users ${spss}`];
  const owedRows = owed.reduce((rows, it) => rows + it.rows, 0);
  if (owedRows > 0) {
    const tables = [...new Set(owed.map(({table}) => table))].join(', ');
    lines.push(
      colors.yellow(
        `${counted(owedRows, 'row is', 'rows are')} still owed to ${tables}; softcollection resume writes them`,
      ),
    );
  }
  return lines.map((line, i) => field(i === 0 ? 'Written' : 'Owed', line, colors));
}

function renderTrouble({warnings, error}: RunReport, colors: Colors): string[] {
  return [
    ...warnings.map((warning) => colors.yellow(`! ${oneLine(sayWarning(EN, warning), 500)}`)),
    ...(error ? [colors.red(`✗ ${error.stage}: ${error.message}`)] : []),
    ...(error?.advice ? [`→ ${error.advice}`] : []),
  ];
}

function field(name: string, value: string, colors: Colors): string {
  return `${colors.dim(name.padEnd(9))}${value}`;
}
