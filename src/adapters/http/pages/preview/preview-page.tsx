import type {Preview} from '../../../../application/run/preview.ts';
import {decapitalize} from '../../../../application/words/russian.ts';
import {GROUP_LETTERS} from '../../../../domain/ids.ts';
import type {Content, PageContext} from '../page.ts';
import {CarryOver} from '../run/carry-over.tsx';
import {Users} from '../run/users.tsx';
import {Heads, ScrollTable} from '../scroll-table.tsx';
import {SIGNS} from '../states.ts';
import {Technical} from '../technical.tsx';
import {Warnings} from '../warnings.tsx';
import {RunNow} from './run-now.tsx';
import {Sizes} from './sizes.tsx';

/** The safety stop is no fault of a database. */
const STOPPED = {stage: 'distributing_users', database: null, advice: null} as const;

type Props = {readonly preview: Preview; readonly context: PageContext};

/**
 * What the next run would do: who gets how many, who is left out, and what would stop it. `usual`: the most people that its
 * forerunners make likely, if there are any.
 */
export function previewPage(preview: Preview, context: PageContext, usual: number | null = null): Content {
  const {words} = context;
  return {
    title: words.page.preview.title,
    main: (
      <>
        <Verdict preview={preview} context={context} />
        <Gauge preview={preview} usual={usual} context={context} />
        <RunNow preview={preview} context={context} />
        <Warnings warnings={preview.warnings} context={context} />
        <Users users={preview.users} context={context} />
        {preview.campaigns.length > 0 && <Plan preview={preview} context={context} />}
        <CarryOver report={preview.carry_over} context={context} />
        {preview.campaigns.length > 0 && <Sizes campaigns={preview.campaigns} context={context} />}
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
  const {page, names, failures} = words;
  const [state, text] = (
    {
      planned: ['done', page.preview.planned(page.users(users.distributed), page.campaigns(campaigns.length))],
      skipped: ['skipped', page.preview.skipped(decapitalize(names.skipReason(reason ?? '', settings.countDay)))],
      failed: ['failed', page.preview.stopped],
    } as const
  )[status];
  return (
    <>
      <p class={`verdict ${state}`} role="status">
        <span aria-hidden="true">{SIGNS[state]}</span> {text}
      </p>
      {error && (
        <>
          <p>{failures.firstAid({...error, ...STOPPED}, settings.countDay)}</p>
          <Technical text={error.message} words={words} />
        </>
      )}
    </>
  );
}

/** Against the lower one of both limits of the safety stop. */
function Gauge({preview: {users}, usual, context: {words, format, settings}}: Props & {usual: number | null}) {
  const {preview} = words.page;
  const isUsual = usual !== null && usual < settings.maxUsers;
  const most = isUsual ? usual : settings.maxUsers;
  const [given, limit] = [format.number(users.distributed), format.number(most)];
  const said = isUsual ? preview.usual(given, limit) : preview.limit(given, limit);
  return (
    <p>
      <meter min={0} max={most} value={users.distributed} aria-label={said} /> {said}
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
