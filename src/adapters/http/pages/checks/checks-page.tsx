import type {CheckResult, CheckState} from '../../../../application/ports/check-result.ts';
import type {HttpServices} from '../../http-services.ts';
import type {Content, PageContext} from '../page.ts';
import {Parts} from '../parts.tsx';
import {Heads, ScrollTable} from '../scroll-table.tsx';
import {SIGNS} from '../states.ts';
import {Finding} from './finding.tsx';

/** A sign and a colour (a class of the style sheet) for each state. */
const LOOKS: Readonly<Record<CheckState, readonly [sign: string, look: string]>> = {
  ok: ['✓', 'done'],
  warn: ['!', 'partial'],
  fail: ['✕', 'failed'],
  unknown: ['?', 'late'],
  skipped: ['↷', 'skipped'],
};

const WORST_FIRST: readonly CheckState[] = ['fail', 'warn', 'unknown'];

type Tested = Awaited<ReturnType<HttpServices['testConnections']>>;

/** What the service's own checks found, and how to mend it; `tested`: what the connections answered to an admin just now. */
export function checksPage(
  checks: readonly CheckResult[],
  context: PageContext,
  tested: Tested | null = null,
): Content {
  const {words, format} = context;
  const {checks: says} = words.page;
  const open = checks.filter(({isAccepted}) => !isAccepted);
  const wrong = open.filter(({state}) => WORST_FIRST.includes(state)).length;
  const worst = open.some(({state}) => state === 'fail') ? 'failed' : wrong > 0 ? 'partial' : 'done';
  return {
    title: says.title,
    main: (
      <>
        <p class={`verdict ${worst}`} role="status">
          <span aria-hidden="true">{SIGNS[worst]}</span> {wrong === 0 ? says.fine : says.wrong(format.number(wrong))}
        </p>
        <Again context={context} />
        {tested && <Parts parts={tested} caption={says.tested} context={context} />}
        {WORST_FIRST.flatMap((state) => checks.filter((check) => check.state === state)).map((check) => (
          <Finding key={check.id} check={check} look={LOOKS[check.state]} context={context} />
        ))}
        <ScrollTable caption={says.caption}>
          <Heads heads={[says.check, words.page.today.state, says.found]} />
          <tbody>
            {checks.map((check) => (
              <CheckRow key={check.id} check={check} context={context} />
            ))}
          </tbody>
        </ScrollTable>
        <p>
          <small>{says.help}</small>
        </p>
      </>
    ),
  };
}

/** What was found is said by databases and programs, in their words. */
function CheckRow({check, context: {words}}: {check: CheckResult; context: PageContext}) {
  const {id, state, found, isAccepted} = check;
  const {checks: says} = words.page;
  const [sign, look] = LOOKS[state];
  return (
    <tr>
      <th scope="row">
        {words.checks[id].title} <small>{id}</small>
      </th>
      <td class={look}>
        {sign} {says.states[state]}
        {isAccepted && <small> {says.accepted}</small>}
      </td>
      <td>
        <samp lang="en">{found}</samp>
      </td>
    </tr>
  );
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
