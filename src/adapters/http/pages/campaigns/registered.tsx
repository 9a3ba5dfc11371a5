import type {CampaignHistory} from '../../../../application/events/campaign-history.ts';
import type {PageContext} from '../page.ts';
import {Fact} from '../run/about.tsx';
import {sayActor} from '../say-actor.ts';

type Props = {readonly campaign: CampaignHistory; readonly context: PageContext};

/** What the campaign is to find out, as it was laid down: when, by whom, in time or not, and how to prove it. */
export function Registered({campaign: {theory_id, registered}, context}: Props) {
  const {words, format} = context;
  const {campaign: says} = words.page;
  return (
    <section aria-labelledby="registered">
      <h2 id="registered">{says.registered}</h2>
      {!registered && (
        <p>
          {says.notRegistered} <code>softcollection campaign register {theory_id} --file aim.txt</code>
        </p>
      )}
      {registered && (
        <>
          <p class={registered.late ? 'partial' : 'done'}>
            {registered.late ? `! ${says.lateRegistered}` : `✓ ${says.inTime}`}
          </p>
          <dl class="facts">
            <Fact name={says.version}>{format.number(registered.version)}</Fact>
            <Fact name={says.registeredAt}>
              {format.instant(registered.at)}, {sayActor(registered.by, context)}
            </Fact>
            <Fact name="SHA-256">
              <code>{registered.sha256}</code>
            </Fact>
          </dl>
          <details>
            <summary>{says.registeredText}</summary>
            <pre>{registered.text}</pre>
          </details>
        </>
      )}
    </section>
  );
}
