import type {CheckResult} from '../../../../application/ports/check-result.ts';
import type {PageContext} from '../page.ts';

type Props = {
  readonly check: CheckResult;
  readonly look: readonly [sign: string, look: string];
  readonly context: PageContext;
};

/** A check that is not well: what that means, what to do and who can, and what was found in the words of whoever was asked. */
export function Finding({check, look: [sign, look], context: {words}}: Props) {
  const {id, state, found, expected, mend, isAccepted} = check;
  const {checks: says} = words.page;
  const {title, means, mend: toDo, who} = words.checks[id];
  return (
    <section class="todo" aria-labelledby={id}>
      <h2 id={id}>
        <span class={look}>
          {sign} {says.states[state]}:
        </span>{' '}
        {title} <small>{isAccepted ? `${id}, ${says.accepted}` : id}</small>
      </h2>
      <p>
        {means} {toDo} {says.who(who)}
      </p>
      <p>
        {says.found}: <samp lang="en">{found}</samp>
        {expected !== null && (
          <>
            ; {says.expected} <samp lang="en">{expected}</samp>
          </>
        )}
      </p>
      {mend !== null && (
        <p>
          {says.mend}: <code lang="en">{mend}</code>
        </p>
      )}
    </section>
  );
}
