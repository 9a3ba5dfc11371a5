import type {StoredEvent} from '../../../../application/ports/event-store.ts';
import type {DistributionPlan, RunStart} from '../../../../domain/run-events.ts';
import type {RunReport} from '../../../../domain/run-report.ts';
import type {PageContext} from '../page.ts';
import {Fact} from './about.tsx';

type Props = {readonly report: RunReport; readonly events: readonly StoredEvent[]; readonly context: PageContext};

/** What others can check it by. */
export function Proof({report, events, context}: Props) {
  const {page} = context.words;
  const {run} = page;
  const data = (type: string) => events.find((event) => event.type === type)?.data;
  const plan = data('DistributionPlanned') as DistributionPlan | undefined;
  const start = data('RunStarted') as RunStart | undefined;
  const {run_id} = report;
  return (
    <section aria-labelledby="proof">
      <h2 id="proof">{run.proof}</h2>
      <dl class="facts">
        {plan && (
          <>
            <Fact name={run.planDigest}>
              <code>{plan.planDigest}</code>
            </Fact>
            <Fact name={run.digestKey}>
              <code>{plan.digestKey}</code>
            </Fact>
            <Fact name={run.whyOne}>
              <code>softcollection verify {run_id} --explain</code>
            </Fact>
          </>
        )}
        <Fact name={run.previous}>
          <code>{start?.previousRunHash ?? page.none}</code>
        </Fact>
        <Fact name={run.forAuditor}>
          <code>softcollection audit export --since {report.business_date} --to audit.jsonl</code>
        </Fact>
      </dl>
      <p class="links">
        <a href={context.own(`/runs/${run_id}?verify=now`)}>{run.verifyNow}</a>
        <a href={context.own(`/runs/${run_id}/counts.csv`)}>{run.csvLink}</a>
        <a href={context.own(`/runs/${run_id}/events`)}>{run.eventsLink}</a>
      </p>
    </section>
  );
}
