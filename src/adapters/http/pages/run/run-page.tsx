import type {StoredEvent} from '../../../../application/ports/event-store.ts';
import type {SentMail} from '../../../../application/ports/sent-mails.ts';
import type {VerifiedRun} from '../../../../application/verify/verify-date.ts';
import type {CarryOver as Counts} from '../../../../domain/carry-over.ts';
import type {RunReport} from '../../../../domain/run-report.ts';
import {Balance} from '../balance.tsx';
import {Mails} from '../mails.tsx';
import {Beside, type Neighbours} from '../neighbours.tsx';
import type {Content, PageContext} from '../page.ts';
import {Warnings} from '../warnings.tsx';
import {About} from './about.tsx';
import {CarryOver} from './carry-over.tsx';
import {Proof} from './proof.tsx';
import {Split} from './split.tsx';
import {TableCounts} from './table-counts.tsx';
import {Timeline} from './timeline.tsx';
import {Users} from './users.tsx';
import {VerifiedNow} from './verified-now.tsx';

export type RunFacts = {
  readonly report: RunReport;
  /** As stored, oldest first, without the seed. */
  readonly events: readonly StoredEvent[];
  /** Those that were kept. */
  readonly mails: readonly SentMail[];
  /** What the tables hold now; null when nobody asked. */
  readonly verified: VerifiedRun | null;
  /** Of which groups of ended campaigns its people were; null for all but admins. */
  readonly formerGroups: Counts['groups'] | null;
  readonly neighbours: Neighbours;
};

/** Whether a run's split is right, and how that is proved. */
export function runPage(
  {report, events, mails, verified, formerGroups, neighbours}: RunFacts,
  context: PageContext,
): Content {
  const {words, format} = context;
  const {run} = words.page;
  return {
    title: run.title(format.date(report.business_date), report.attempt),
    main: (
      <>
        <Beside neighbours={neighbours} context={context} />
        <About report={report} events={events} context={context} />
        <Warnings warnings={report.warnings} context={context} />
        {verified && <VerifiedNow verified={verified} context={context} />}
        {report.users.found > 0 && <Users users={report.users} context={context} />}
        {report.campaigns.length > 0 && <Split report={report} context={context} />}
        {report.campaigns.length > 0 && <TableCounts report={report} context={context} />}
        <CarryOver report={report.carry_over} groups={formerGroups} context={context} />
        <Balance campaigns={report.campaigns} context={context} />
        <Timeline events={events} context={context} />
        <Mails
          stream={report.run_id}
          queued={report.notifications}
          kept={mails}
          address={context.own(`/runs/${report.run_id}`)}
          none={run.noMails}
          context={context}
        />
        <Proof report={report} events={events} context={context} />
      </>
    ),
  };
}
