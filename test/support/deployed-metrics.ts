import {readFileSync} from 'node:fs';

const text = (path: string) => readFileSync(new URL(`../../deploy/${path}`, import.meta.url), 'utf8');

/** What the board in Grafana asks Prometheus. */
export const BOARD_EXPRESSIONS: readonly string[] = (
  JSON.parse(text('grafana/softcollection.json')) as {panels: {targets?: {expr: string}[]}[]}
).panels.flatMap(({targets = []}) => targets.map(({expr}) => expr));

/** Of alerts and of what they record. */
export const RULE_EXPRESSIONS: readonly string[] = [
  ...text('prometheus/softcollection.rules.yml').matchAll(
    /^ +expr: (?:>-\n)?((?:.(?!\n +(?:for|labels|- \w+):))*.)/gms,
  ),
].map(([, expr]) => expr!);

/** What docs/service-levels.md measures by. */
export const LEVEL_EXPRESSIONS: readonly string[] = [
  ...text('../docs/service-levels.md').matchAll(/`((?:softcollection:|[a-z_]+\()[^`]+)`/g),
].map(([, expr]) => expr!);

const WORDS = new Set(['and', 'or', 'unless', 'bool', 'offset', 'ignoring', 'on', 'by', 'without']);

/** The metrics that an expression of PromQL names. */
export function metricsOf(expression: string): string[] {
  const bare = expression.replace(/\{[^}]*\}|\[[^\]]*\]/g, ' ').replace(/\b(by|without|on|ignoring) *\([^)]*\)/g, ' ');
  return [...bare.matchAll(/(?<![\w:.])[a-zA-Z_][\w:]*(?![\w:]| *\()/g)]
    .map(([name]) => name)
    .filter((it) => !WORDS.has(it));
}
