import type {Day, DayRun} from '../../../../application/service/list-days.ts';
import type {RunId} from '../../../../domain/ids.ts';
import {sayMail} from '../mails.tsx';
import type {PageContext} from '../page.ts';
import {stateOf, tellingRun} from '../states.ts';
import {Technical} from '../technical.tsx';

/** What a person can do, in the mail's own words, with commands to paste; nothing when all is well. */
export function WhatToDo({day, context}: {day: Day; context: PageContext}) {
  const {today, preview} = context.words.page;
  const advice = adviceFor(day, context);
  if (!advice) return null;
  const told = [...(tellingRun(day)?.notifications ?? []), ...day.notifications];
  return (
    <section class="todo" aria-labelledby="todo">
      <h2 id="todo">{today.whatToDo}</h2>
      {advice.texts.map((text) => (
        <p key={text}>{text}</p>
      ))}
      <Commands commands={advice.commands} />
      {advice.runsAgain && context.caller.isAdmin && (
        <p>
          <a href={context.own('/preview')}>{preview.run}</a>
        </p>
      )}
      {told.map((mail) => (
        <p key={mail.id}>{sayMail(mail, context)}</p>
      ))}
      {advice.technical && <Technical text={advice.technical} words={context.words} />}
    </section>
  );
}

type Command = readonly [what: string, command: string];

/** To paste, with what each is for. */
export function Commands({commands}: {commands: readonly Command[]}) {
  return (
    <dl class="commands">
      {commands.map(([what, command]) => (
        <div key={command}>
          <dt>{what}</dt>
          <dd>
            <code>{command}</code>
          </dd>
        </div>
      ))}
    </dl>
  );
}

/** Those that end a run whose plan stands. */
export function resuming(run: RunId, {words}: PageContext): readonly Command[] {
  const {resume, verify} = words.page.today;
  return [
    [resume, `softcollection resume ${run}`],
    [verify, `softcollection verify ${run}`],
  ];
}

type Advice = {
  readonly texts: readonly string[];
  readonly commands: readonly Command[];
  /** Whether a new run is what helps. */
  readonly runsAgain?: boolean;
  readonly technical?: string;
};

function adviceFor(day: Day, context: PageContext): Advice | null {
  const {today} = context.words.page;
  const run = tellingRun(day);
  switch (stateOf(day, context.now)) {
    case 'failed':
    case 'partial':
      return run ? failureAdvice(run, context) : null;
    case 'missed':
      return {texts: [today.missedAdvice], commands: [[today.again, 'softcollection run']], runsAgain: true};
    case 'late':
      return {texts: [today.lateAdvice], commands: [[today.startService, 'softcollection status']]};
    default:
      return null;
  }
}

function failureAdvice(run: DayRun, context: PageContext): Advice {
  const {words, settings} = context;
  const {today} = words.page;
  const {error, run_id, status} = run;
  const again = error?.kind === 'safety_stop' ? 'softcollection run --force --reason "…"' : 'softcollection run';
  return {
    texts: [
      ...(error ? [words.failures.whatFailed(error), words.failures.firstAid(error, settings.countDay)] : []),
      ...(status === 'partial' ? [today.partialAdvice] : []),
    ],
    commands: run.plan_digest === null ? [[today.again, again]] : resuming(run_id, context),
    runsAgain: run.plan_digest === null,
    ...(error ? {technical: [error.message, error.advice].filter(Boolean).join(' → ')} : {}),
  };
}
