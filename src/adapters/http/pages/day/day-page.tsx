import type {SentMail} from '../../../../application/ports/sent-mails.ts';
import type {Day} from '../../../../application/service/list-days.ts';
import {Mails} from '../mails.tsx';
import {Beside, type Neighbours} from '../neighbours.tsx';
import type {Content, PageContext} from '../page.ts';
import {Verdict} from '../today/verdict.tsx';

/** The stream that tells of slots. */
export const SLOT_STREAM = 'scheduler';

type DayFacts = {readonly day: Day; readonly mails: readonly SentMail[]; readonly neighbours: Neighbours};

/** What became of a date, its runs, and what people were told of its slot: that it was missed, or that its run was late. */
export function dayPage({day, mails, neighbours}: DayFacts, context: PageContext): Content {
  const {words, format, own} = context;
  const {day: says} = words.page;
  return {
    title: format.date(day.date),
    main: (
      <>
        <Beside neighbours={neighbours} context={context} />
        <Verdict day={day} context={context} />
        <section aria-labelledby="runs">
          <h2 id="runs">{says.runs}</h2>
          {day.runs.length === 0 && <p>{says.noRuns}</p>}
          <ul>
            {day.runs.map(({run_id, status}) => (
              <li key={run_id}>
                <a href={own(`/runs/${run_id}`)}>{run_id}</a>: {words.names.statuses[status]}
              </li>
            ))}
          </ul>
        </section>
        <Mails
          stream={SLOT_STREAM}
          queued={day.notifications}
          kept={mails}
          address={own(`/days/${day.date}`)}
          none={says.noMails}
          context={context}
        />
      </>
    ),
  };
}
