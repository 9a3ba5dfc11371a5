import type {ComponentChildren} from 'preact';
import type {StoredEvent} from '../../../../application/ports/event-store.ts';
import type {RunReport} from '../../../../domain/run-report.ts';
import type {PageContext} from '../page.ts';
import {Progress} from '../progress.tsx';
import {sayActor} from '../say-actor.ts';
import {sayRun} from '../say-run.ts';
import {SIGNS} from '../states.ts';
import {Technical} from '../technical.tsx';
import {Commands, resuming} from '../today/what-to-do.tsx';

type Props = {readonly report: RunReport; readonly events: readonly StoredEvent[]; readonly context: PageContext};

/** A run that began sooner after its slot was in time. */
const NOTABLE_MS = 60_000;

/** When it was due and when it began, who began it, how it ended. */
export function About({report, events, context}: Props) {
  const {words, format, settings} = context;
  const {run} = words.page;
  const {slot, by, reason: why, forced} = report.trigger;
  const state = report.status === 'completed' ? 'done' : report.status;
  const late = report.lateness_ms ?? 0;
  const canBeResumed = report.plan_digest !== null && (state === 'failed' || state === 'partial');
  const resumes = events.filter(({type}) => type === 'RunResumed').length;
  return (
    <>
      <p class={`verdict ${state}`} role="status" id="verdict" data-state={state} data-live>
        <span aria-hidden="true">{SIGNS[state]}</span> <strong>{words.page.states[state]}</strong>,{' '}
        {sayRun(report, context)}
      </p>
      {report.status === 'running' && <Progress label={words.page.today.progress} />}
      {report.error && (
        <>
          <p>
            {words.failures.whatFailed(report.error)} {words.failures.firstAid(report.error, settings.countDay)}
          </p>
          {canBeResumed && <Commands commands={resuming(report.run_id, context)} />}
          <Technical text={report.error.message} words={words} />
        </>
      )}
      <dl class="facts">
        {slot !== null && (
          <Fact name={run.slot}>
            <a href={context.own(`/days/${report.business_date}`)}>{format.instant(slot)}</a>
          </Fact>
        )}
        <Fact name={run.started}>
          {format.instant(report.started_at)}
          {late >= NOTABLE_MS && `, ${run.late(format.span(late))}`}
        </Fact>
        {report.ended_at && <Fact name={run.ended}>{format.instant(report.ended_at)}</Fact>}
        <Fact name={run.duration}>{format.span(report.duration_ms)}</Fact>
        <Fact name={run.by}>{slot === null ? run.manual(sayActor(by, context)) : run.scheduled}</Fact>
        {why !== null && <Fact name={words.page.reason}>{why}</Fact>}
        {forced !== null && <Fact name={run.forced}>{forced}</Fact>}
        {resumes > 0 && <Fact name={run.resumes}>{format.number(resumes)}</Fact>}
        {report.earlier_attempts.length > 0 && (
          <Fact name={run.earlier}>
            {report.earlier_attempts.map(({run_id, status}) => (
              <span key={run_id}>
                <a href={context.own(`/runs/${run_id}`)}>{run_id}</a>: {words.names.statuses[status]}{' '}
              </span>
            ))}
          </Fact>
        )}
      </dl>
    </>
  );
}

export function Fact({name, children}: {readonly name: string; readonly children: ComponentChildren}) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
