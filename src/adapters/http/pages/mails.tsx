import {mailId, type SentMail} from '../../../application/ports/sent-mails.ts';
import type {PageWords} from '../../../application/words/page-ru.ts';
import type {Notification} from '../../../domain/notifications.ts';
import type {HttpServices} from '../http-services.ts';
import type {PageContext} from './page.ts';
import {Fact} from './run/about.tsx';

type Queued = Pick<Notification, 'id' | 'status' | 'failures'> & {
  readonly kind: keyof PageWords['today']['kinds'];
};

type Props = {
  /** That tells of them. */
  readonly stream: string;
  readonly queued: readonly Queued[];
  /** Those of them that were kept. */
  readonly kept: readonly SentMail[];
  /** Of what they tell of. */
  readonly address: string;
  readonly none: string;
  readonly context: PageContext;
};

/** Who was told what: each mail's state, and the mail itself where it was kept. */
export function Mails({stream, queued, kept, address, none, context}: Props) {
  const {run} = context.words.page;
  return (
    <section aria-labelledby="mails">
      <h2 id="mails">{run.mails}</h2>
      {queued.length === 0 && <p>{none}</p>}
      {queued.map(({id, kind, status, failures}) => {
        const mail = kept.find((it) => it.id === mailId(stream, id));
        return (
          <div key={id}>
            <p>
              {sayMail({kind, status, failures}, context)}
              {status === 'sent' && !mail && `. ${run.notKept}`}
            </p>
            {mail && <Kept mail={mail} address={`${address}/mails/${encodeURIComponent(id)}`} context={context} />}
          </div>
        );
      })}
    </section>
  );
}

/** `Mail of an error: sent`. */
export function sayMail({kind, status, failures}: Omit<Queued, 'id'>, {words}: PageContext): string {
  const {today} = words.page;
  const state = status === 'sent' ? today.sent : today.queued(failures);
  return `${today.told} ${today.kinds[kind]}: ${state}`;
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

/** Those of a stream's mails that were kept. */
export async function keptMails(
  services: HttpServices,
  stream: string,
  queued: readonly {readonly id: string}[],
): Promise<SentMail[]> {
  const found = await Promise.all(queued.map(({id}) => services.sentMail(mailId(stream, id))));
  return found.filter((mail) => mail !== null);
}
