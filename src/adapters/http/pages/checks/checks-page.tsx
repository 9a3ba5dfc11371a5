import type {CheckResult, CheckState} from '../../../../application/ports/check-result.ts';
import type {HttpServices} from '../../http-services.ts';
import type {Content, PageContext} from '../page.ts';
import {Parts} from '../parts.tsx';
import {Heads, ScrollTable} from '../scroll-table.tsx';

/** A sign and a colour (a class of the style sheet) for each state. */
const LOOKS: Readonly<Record<CheckState, readonly [sign: string, look: string]>> = {
  ok: ['✓', 'done'],
  warn: ['!', 'partial'],
  fail: ['✕', 'failed'],
  unknown: ['?', 'late'],
  skipped: ['↷', 'skipped'],
};

type Tested = Awaited<ReturnType<HttpServices['testConnections']>>;

/** What the service's own checks found, and how to mend it; `tested`: what the connections answered to an admin just now. */
export function checksPage(
  checks: readonly CheckResult[],
  context: PageContext,
  tested: Tested | null = null,
): Content {
  const {words, format} = context;
  const {checks: says} = words.page;
  const titles: Readonly<Record<string, string>> = says.titles;
  const wrong = checks.filter(({state}) => state === 'fail' || state === 'warn').length;
  const worst = checks.some(({state}) => state === 'fail') ? 'failed' : wrong > 0 ? 'partial' : 'done';
  return {
    title: says.title,
    main: (
      <>
        <p class={`verdict ${worst}`} role="status">
          {wrong === 0 ? says.fine : says.wrong(format.number(wrong))}
        </p>
        <ScrollTable caption={says.caption}>
          <Heads heads={[says.check, words.page.today.state, says.found, says.mend]} numbers={4} />
          <tbody>
            {checks.map(({id, title, state, found, expected, mend}) => (
              <tr key={id}>
                <th scope="row">
                  {titles[id] ?? title} <small>{id}</small>
                </th>
                <td class={LOOKS[state][1]}>
                  {LOOKS[state][0]} {says.states[state]}
                </td>
                <td>
                  {found}
                  {expected !== null && state !== 'ok' && <small>{says.expected(expected)}</small>}
                </td>
                <td>{mend}</td>
              </tr>
            ))}
          </tbody>
        </ScrollTable>
        {tested && <Parts parts={tested} caption={says.tested} context={context} />}
        <Again context={context} />
        <p>
          <small>{says.help}</small>
        </p>
      </>
    ),
  };
}

/** Anybody looks again; admins also ask databases and state store anew, each for two seconds at most. */
function Again({context: {words, caller, own}}: {context: PageContext}) {
  const {checks: says} = words.page;
  return (
    <form class="links" method="post" action={own('/checks')}>
      <a href={own('/checks')}>{says.again}</a>
      {caller.isAdmin && <button type="submit">{says.test}</button>}
    </form>
  );
}
