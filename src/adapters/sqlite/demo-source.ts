import {Failure} from '../../application/failure.ts';
import type {SourceTables, SourceValues} from '../../application/ports/source-tables.ts';
import type {BusinessDate} from '../../domain/ids.ts';
import {readPersonalNumber} from '../../domain/personal-number.ts';
import type {SqliteFile} from './sqlite-file.ts';

const USERS = 5_000;
/** Earlier versions made people of day 99 of month 99. */
const NOT_LONG_DEAD = "NOT coalesce(length(IIN) = 12 AND substr(IIN, 7, 1) IN ('1', '2'), 0)";
const MAKER = 'softcollection demo';
const CAMPAIGNS = ['Мягкое напоминание', 'SMS утром & вечером', 'Қайырлы таң', 'Льготный период'];
const CAMPAIGN_COLUMNS = ['THEORY_ID', 'THEORY_NAME', 'THEORY_START_DATE', 'THEORY_END_DATE', 'CREATED_BY'];

/** Where the demo's campaigns and people go. */
export type DemoFiles = {readonly dssb: SqliteFile; readonly spss: SqliteFile; readonly sources: SourceTables};

/** Campaigns that run now, and five thousand people, other ones for each `day`. Refuses a folder with anybody's own data. */
export async function fillDemoSource(
  {dssb, spss, sources}: DemoFiles,
  {today, day}: {today: BusinessDate; day: number},
): Promise<void> {
  const foreign =
    (await count(dssb, `SoftCollection_theories WHERE CREATED_BY IS NOT '${MAKER}'`)) +
    (await count(spss, `SC_1_120 WHERE coalesce(IIN, '') NOT LIKE '__9999______' AND ${NOT_LONG_DEAD}`));
  if (foreign > 0) {
    throw new Failure('usage', 'the data folder holds campaigns or users of your own', {
      advice: 'to distribute them: softcollection run; for the demo: DATA_DIR=./demo softcollection demo',
    });
  }
  if ((await count(dssb, 'SoftCollection_theories')) === 0) {
    await sources.insert('SoftCollection_theories', CAMPAIGN_COLUMNS, campaignRows(today), {replace: false});
  }
  await sources.insert('SC_1_120', ['IIN', 'COUNT_DAY'], userRows(day), {replace: true});
}

function count(file: SqliteFile, from: string): Promise<number> {
  return file.use((db) => db.prepare(`SELECT count(*) FROM ${from}`).pluck().get() as number);
}

async function* campaignRows(today: BusinessDate): AsyncGenerator<SourceValues[]> {
  const end = `${Number(today.slice(0, 4)) + 1}-12-31 00:00:00`;
  yield CAMPAIGNS.map((name, i) => [`SC0000000${i + 1}`, name, `${today} 00:00:00`, end, MAKER]);
}

/** Born between 1830 and 1869: IINs in form, so that sex and decade can be read, and nobody's. */
async function* userRows(day: number): AsyncGenerator<SourceValues[]> {
  const rows: SourceValues[] = [];
  for (let n = 0; rows.length < USERS; n++) {
    const iin = idOf(n, day);
    if (iin) rows.push([iin, 5]);
  }
  yield rows;
}

/** The n-th person of a day; null where no check digit fits. */
function idOf(n: number, day: number): string | null {
  const two = (number: number) => String(number).padStart(2, '0');
  const born = `${two(30 + (n % 40))}${two(1 + (Math.floor(n / 40) % 12))}${two(1 + Math.floor(n / 480))}`;
  const rest = `${born}${1 + (Math.floor(n / 7) % 2)}${String(day % 10_000).padStart(4, '0')}`;
  for (let check = 0; check < 10; check++) {
    if (readPersonalNumber(`${rest}${check}`)) return `${rest}${check}`;
  }
  return null;
}
