import type {CheckResult, CheckState} from '../../../../application/ports/check-result.ts';
import type {Content, PageContext} from '../page.ts';
import {Heads, ScrollTable} from '../scroll-table.tsx';

/** A sign and a colour (a class of the style sheet) for each state. */
const LOOKS: Readonly<Record<CheckState, readonly [sign: string, look: string]>> = {
  ok: ['✓', 'done'],
  warn: ['!', 'partial'],
  fail: ['✕', 'failed'],
  unknown: ['?', 'late'],
  skipped: ['↷', 'skipped'],
};

/** What the service's own checks found, and how to mend it. */
export function checksPage(checks: readonly CheckResult[], {words, format, own}: PageContext): Content {
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
        <p class="links">
          <a href={own('/checks')}>{says.again}</a>
        </p>
        <p>
          <small>{says.help}</small>
        </p>
      </>
    ),
  };
}
