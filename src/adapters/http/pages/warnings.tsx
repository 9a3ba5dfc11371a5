import {sayWarning} from '../../../application/words/words.ts';
import type {Warning} from '../../../domain/warnings.ts';
import type {PageContext} from './page.ts';

type Props = {readonly warnings: readonly Warning[]; readonly context: PageContext};

/** What was odd without stopping anything; nothing when nothing was. */
export function Warnings({warnings, context: {words}}: Props) {
  if (warnings.length === 0) return null;
  return (
    <section aria-labelledby="warnings">
      <h2 id="warnings">{words.page.today.warnings}</h2>
      <ul>
        {warnings.map((warning) => (
          <li key={JSON.stringify(warning)}>{sayWarning(words, warning)}</li>
        ))}
      </ul>
    </section>
  );
}
