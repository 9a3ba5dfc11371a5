import type {Day} from '../../../../application/service/list-days.ts';
import {TABLES} from '../../../../domain/tables.ts';
import {sayMail} from '../mails.tsx';
import type {PageContext} from '../page.ts';

/** Runs under way, and rows and mails that are still to come, by run; mails about slots by the last day that they tell of. */
export function Owed({days, context}: {days: readonly Day[]; context: PageContext}) {
  const {page, names} = context.words;
  const runs = days
    .flatMap((day) => day.runs)
    .filter(({status, owed, notifications}) => status === 'running' || owed.length > 0 || notifications.some(isQueued));
  const slotMails = new Map(
    days.flatMap(({date, notifications}) =>
      notifications.filter(isQueued).map((mail) => [mail.id, {date, mail}] as const),
    ),
  );
  return (
    <section aria-labelledby="owed">
      <h2 id="owed">{page.today.owed}</h2>
      {runs.length + slotMails.size === 0 && <p>{page.today.nothingOwed}</p>}
      <ul>
        {runs.map(({run_id, status, owed, notifications}) => (
          <li key={run_id}>
            <a href={context.own(`/runs/${run_id}`)}>{run_id}</a>: {names.statuses[status]}
            {TABLES.map((table) => {
              const rows = owed.reduce((sum, it) => sum + (it.table === table ? it.rows : 0), 0);
              return rows > 0 && <span key={table}>; {page.today.owedRows(page.rows(rows), table)}</span>;
            })}
            {notifications.filter(isQueued).map((mail) => (
              <span key={mail.id}>; {sayMail(mail, context)}</span>
            ))}
          </li>
        ))}
        {[...slotMails.values()].map(({date, mail}) => (
          <li key={mail.id}>
            <a href={context.own(`/days/${date}`)}>{context.format.date(date)}</a>: {sayMail(mail, context)}
          </li>
        ))}
      </ul>
    </section>
  );
}

function isQueued({status}: {readonly status: 'queued' | 'sent'}): boolean {
  return status === 'queued';
}
