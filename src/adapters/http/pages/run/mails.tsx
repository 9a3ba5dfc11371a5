import type {SentMail} from '../../../../application/ports/sent-mails.ts';
import type {RunReport} from '../../../../domain/run-report.ts';
import type {PageContext} from '../page.ts';
import {Fact} from './about.tsx';

type Props = {readonly report: RunReport; readonly mails: readonly SentMail[]; readonly context: PageContext};

/** Who was told what: each mail's state, and the mail itself where it was kept. */
export function Mails({report: {run_id, notifications}, mails, context}: Props) {
  const {run, today} = context.words.page;
  return (
    <section aria-labelledby="mails">
      <h2 id="mails">{run.mails}</h2>
      {notifications.length === 0 && <p>{run.noMails}</p>}
      {notifications.map(({id, kind, status, failures}) => {
        const mail = mails.find((it) => it.id === `${run_id}.${id}`);
        return (
          <div key={id}>
            <p>
              {today.told} {today.kinds[kind]}:{' '}
              {status === 'sent' ? today.sent : today.queued(context.format.number(failures))}
              {status === 'sent' && !mail && `. ${run.notKept}`}
            </p>
            {mail && <Kept mail={mail} address={context.own(`/runs/${run_id}/mails/${id}`)} context={context} />}
          </div>
        );
      })}
    </section>
  );
}

function Kept({mail, address, context}: {mail: SentMail; address: string; context: PageContext}) {
  const {run} = context.words.page;
  return (
    <>
      <dl class="facts">
        <Fact name={run.subject}>{mail.subject}</Fact>
        <Fact name={run.sentAt}>{context.format.instant(mail.at)}</Fact>
        {context.caller.isAdmin && <Fact name={run.answer}>{mail.answer}</Fact>}
        <Fact name="Message-ID">
          <code>{mail.messageId}</code>
        </Fact>
      </dl>
      <details>
        <summary>{run.asSent}</summary>
        <iframe src={address} title={mail.subject} sandbox="" loading="lazy" />
      </details>
    </>
  );
}
