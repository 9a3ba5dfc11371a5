import type {CountDay} from '../../domain/count-day.ts';
import {DATABASES, type Database, databaseOf, TABLES, type Table} from '../../domain/tables.ts';
import {writesOf} from '../../domain/writes.ts';
import type {StatementTexts} from '../ports/statement-texts.ts';
import type {Draft} from './draft-distribution.ts';
import type {CampaignEnrolment} from './enrolment/find-enrolled.ts';

/** A statement that the next run would send, and how often. */
export type PlannedStatement = {readonly database: Database; readonly sql: string; readonly times: number};

/**
 * Every statement of a run as planned, in the order in which it is first sent; counts hold while nothing fails. Where others
 * have added rows, or people of today are registered, rows of those groups are read besides.
 */
export function plannedStatements(
  texts: StatementTexts,
  countDay: CountDay,
  {plan: {campaigns}, enrolments}: Extract<Draft, {type: 'plan'}>,
): PlannedStatement[] {
  const statements = new Map<string, PlannedStatement>();
  const send = (database: Database, sql: string | null, times = 1) => {
    if (sql === null || times === 0) return;
    const key = `${database} ${sql}`;
    statements.set(key, {database, sql, times: (statements.get(key)?.times ?? 0) + times});
  };
  const groups = campaigns.flatMap((campaign) => campaign.groups);
  const idsOf = (looked: readonly CampaignEnrolment[]) => looked.flatMap(({theoryIds}) => theoryIds).length;
  const known = enrolments.filter(({metBefore}) => metBefore);
  const counted = enrolments.filter(({look}) => look.countedOn === look.on);
  const countAll = () => {
    for (const table of TABLES) send(databaseOf(table), texts.count(table, groups.length));
  };

  send('dssb_app', texts.columns('dssb_app'));
  send('dssb_app', texts.campaigns);
  send('spss', texts.columns('spss'));
  send('spss', texts.users(countDay));
  for (const database of DATABASES) send(database, texts.sysdate);
  for (const table of TABLES) {
    send(databaseOf(table), texts.totals(table, idsOf(enrolments), true));
    if (known.length > 0) send(databaseOf(table), texts.totals(table, idsOf(known), true));
    if (counted.length > 0) send(databaseOf(table), texts.totals(table, idsOf(counted), false));
  }
  countAll();
  for (const {table, groups: written} of writesOf({campaigns})) {
    sendWrite(
      send,
      texts,
      table,
      written.map(({size}) => size),
    );
  }
  countAll();
  return [...statements.values()];
}

function sendWrite(
  send: (database: Database, sql: string | null, times?: number) => void,
  texts: StatementTexts,
  table: Table,
  sizes: readonly number[],
): void {
  const database = databaseOf(table);
  send(database, texts.lock(table));
  send(database, texts.members(table, sizes.length, true));
  send(database, texts.insert(table), texts.insertCalls(sizes));
  send(database, texts.commit);
}
