import type {StoredEvent} from '../../../../application/ports/event-store.ts';
import {DATABASE_NAMES} from '../../../../application/words/names.ts';
import type {GroupWrite, RunFailure} from '../../../../domain/run-events.ts';
import {DATABASES, type Database, databaseOf} from '../../../../domain/tables.ts';
import type {PageContext} from '../page.ts';
import {Heads, ScrollTable} from '../scroll-table.tsx';
import {Technical} from '../technical.tsx';

type Step = {
  readonly type: string;
  readonly from: string;
  readonly to: string;
  readonly events: readonly [StoredEvent, ...StoredEvent[]];
};

/** What happened when: a resume and a failed attempt are lines like others; groups written in one go are one. */
export function Timeline({events, context}: {events: readonly StoredEvent[]; context: PageContext}) {
  const {words, format} = context;
  const {run} = words.page;
  const names: Readonly<Record<string, string>> = run.events;
  return (
    <ScrollTable caption={run.timeline}>
      <Heads heads={[run.when, run.duration, run.event, run.detail]} numbers={1} words={2} />
      <tbody>
        {stepsOf(events).map((step) => (
          <tr key={step.events[0].version}>
            <td>
              <time dateTime={step.from}>{format.time(step.from)}</time>
            </td>
            <td class="number">{step.to > step.from && format.span(Date.parse(step.to) - Date.parse(step.from))}</td>
            <td class={step.type === 'RunFailed' ? 'failed' : undefined}>{names[step.type] ?? step.type}</td>
            <td>{detailOf(step, context)}</td>
          </tr>
        ))}
      </tbody>
    </ScrollTable>
  );
}

/** A step lasts until its last event; that of written groups since the event before it. */
function stepsOf(events: readonly StoredEvent[]): Step[] {
  const steps: Step[] = [];
  for (const event of events) {
    const last = steps.at(-1);
    const goesOn = last?.type === event.type && event.type === 'GroupWritten';
    const from = event.type === 'GroupWritten' ? (last?.to ?? event.at) : event.at;
    if (goesOn) steps[steps.length - 1] = {...last, to: event.at, events: [...last.events, event]};
    else steps.push({type: event.type, from, to: event.at, events: [event]});
  }
  return steps;
}

function detailOf({type, events}: Step, {words}: PageContext) {
  const {page, failures} = words;
  const [first] = events;
  switch (type) {
    case 'GroupWritten': {
      const writes = events.map(({data}) => data as GroupWrite);
      const rowsOf = (database: Database) =>
        writes.reduce((sum, {table, rows}) => sum + (databaseOf(table) === database ? rows : 0), 0);
      return DATABASES.filter(rowsOf)
        .map((database) => `${DATABASE_NAMES[database]}: ${page.rows(rowsOf(database))}`)
        .join(', ');
    }
    case 'RunFailed': {
      const failure = first.data as RunFailure;
      return (
        <>
          {failures.whatFailed(failure)} <Technical text={failure.message} words={words} />
        </>
      );
    }
    case 'NotificationFailed':
      return <Technical text={(first.data as {error: string}).error} words={words} />;
    default:
      return '';
  }
}
