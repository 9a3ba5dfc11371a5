import type {Day} from '../../../../application/service/list-days.ts';
import {TABLES} from '../../../../domain/tables.ts';
import {sayMail} from '../mails.tsx';
import type {PageContext} from '../page.ts';

/** Runs under way, and rows and mails that are still to come, by run. */
export function Owed({days, context}: {days: readonly Day[]; context: PageContext}) {
  const {page, names} = context.words;
  const runs = days
    .flatMap((day) => day.runs)
    .filter(
      ({status, owed, notifications}) =>
        status === 'running' || owed.length > 0 || notifications.some((mail) => mail.status === 'queued'),
    );
  return (
    <section aria-labelledby="owed">
      <h2 id="owed">{page.today.owed}</h2>
      {runs.length === 0 && <p>{page.today.nothingOwed}</p>}
      <ul>
        {runs.map(({run_id, status, owed, notifications}) => (
          <li key={run_id}>
            <a href={context.own(`/runs/${run_id}`)}>{run_id}</a>: {names.statuses[status]}
            {TABLES.map((table) => {
              const rows = owed.reduce((sum, it) => sum + (it.table === table ? it.rows : 0), 0);
              return rows > 0 && <span key={table}>; {page.today.owedRows(page.rows(rows), table)}</span>;
            })}
            {notifications
              .filter((mail) => mail.status === 'queued')
              .map((mail) => (
                <span key={mail.id}>; {sayMail(mail, context)}</span>
              ))}
          </li>
        ))}
      </ul>
    </section>
  );
}
