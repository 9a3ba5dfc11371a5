import type {Preview} from '../../../../application/run/preview.ts';
import {sayWarning} from '../../../../application/words/words.ts';
import {GROUP_LETTERS} from '../../../../domain/ids.ts';
import type {Content, PageContext} from '../page.ts';
import {Users} from '../run/users.tsx';
import {Heads, ScrollTable} from '../scroll-table.tsx';
import {RunNow} from './run-now.tsx';

type Props = {readonly preview: Preview; readonly context: PageContext};

/** What the next run would do: who gets how many, who is left out, and what would stop it. */
export function previewPage(preview: Preview, context: PageContext): Content {
  const {words} = context;
  return {
    title: words.page.preview.title,
    main: (
      <>
        <Verdict preview={preview} context={context} />
        <Gauge preview={preview} context={context} />
        <RunNow preview={preview} context={context} />
        {preview.warnings.length > 0 && (
          <section aria-labelledby="warnings">
            <h2 id="warnings">{words.page.today.warnings}</h2>
            <ul>
              {preview.warnings.map((warning) => (
                <li key={JSON.stringify(warning)}>{sayWarning(words, warning)}</li>
              ))}
            </ul>
          </section>
        )}
        <Users users={preview.users} context={context} />
        {preview.campaigns.length > 0 && <Plan preview={preview} context={context} />}
        {preview.plan_digest && (
          <p>
            {words.page.run.planDigest}: <code>{preview.plan_digest}</code>
          </p>
        )}
      </>
    ),
  };
}

function Verdict({preview: {status, reason, users, campaigns, error}, context: {words, settings}}: Props) {
  const {page, names} = words;
  const [state, text] = {
    planned: ['done', page.preview.planned(page.users(users.distributed), page.campaigns(campaigns.length))],
    skipped: ['skipped', page.preview.skipped(names.skipReason(reason ?? '', settings.countDay))],
    failed: ['failed', page.preview.stopped],
  }[status] as [string, string];
  return (
    <>
      <p class={`verdict ${state}`} role="status">
        {text}
      </p>
      {error && (
        <p>
          <samp>{error.message}</samp>
        </p>
      )}
    </>
  );
}

function Gauge({preview: {users}, context: {words, format, settings}}: Props) {
  const {preview} = words.page;
  const said = preview.limit(format.number(users.distributed), format.number(settings.maxUsers));
  return (
    <p>
      <meter min={0} max={settings.maxUsers} value={users.distributed} aria-label={said} /> {said}
    </p>
  );
}

function Plan({preview, context: {words, format}}: Props) {
  const {page} = words;
  const ends = new Map(preview.source?.campaigns.map(({theory_id, end_date}) => [theory_id, end_date.slice(0, 10)]));
  return (
    <ScrollTable caption={page.preview.who}>
      <Heads heads={[page.run.campaign, page.preview.ends, page.run.total, ...GROUP_LETTERS]} numbers={2} />
      <tbody>
        {preview.campaigns.map(({theory_id, theory_name, total_users, groups}) => {
          const end = ends.get(theory_id);
          return (
            <tr key={theory_id}>
              <th scope="row">
                {theory_id} <small>{theory_name}</small>
              </th>
              <td>{end && <time dateTime={end}>{format.date(end)}</time>}</td>
              <td class="number">{format.number(total_users)}</td>
              {GROUP_LETTERS.map((letter) => (
                <td key={letter} class="number">
                  {format.number(groups[letter]?.users_count ?? 0)}
                </td>
              ))}
            </tr>
          );
        })}
      </tbody>
    </ScrollTable>
  );
}
