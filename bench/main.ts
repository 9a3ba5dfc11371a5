import {allocation} from './allocation.ts';
import {endToEnd} from './end-to-end.ts';
import {eventLog} from './event-log.ts';
import {printTable} from './figures.ts';
import {history} from './history.ts';
import {http} from './http.ts';
import {losses} from './losses.ts';
import {mongodb} from './mongodb.ts';
import {mornings} from './mornings.ts';
import {nextDay} from './next-day.ts';
import {oracle} from './oracle.ts';
import {oraclePast} from './oracle-past.ts';
import {pages} from './pages.ts';
import {stratified} from './stratified.ts';

/** The parts by name: `npm run bench` measures them all, `npm run bench -- allocation events` only these. */
const PARTS = {
  run: endToEnd,
  'next-day': nextDay,
  mornings,
  allocation,
  stratified,
  losses,
  events: eventLog,
  history,
  mongodb,
  http,
  pages,
  oracle,
  'oracle-past': oraclePast,
};
type Part = keyof typeof PARTS;

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !Object.hasOwn(PARTS, name));
if (unknown.length > 0) {
  say(`unknown: ${unknown.join(', ')}; there are ${Object.keys(PARTS).join(', ')}`);
  process.exitCode = 2;
} else {
  const names = asked.length > 0 ? asked : Object.keys(PARTS);
  for (const name of names as Part[]) printTable(await PARTS[name](say));
}

function say(line: string): void {
  process.stderr.write(`${line}\n`);
}
