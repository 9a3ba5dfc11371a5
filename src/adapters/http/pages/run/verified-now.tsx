import type {VerifiedRun} from '../../../../application/verify/verify-date.ts';
import type {PageContext} from '../page.ts';
import {Heads, ScrollTable} from '../scroll-table.tsx';

/** What the tables hold of the run at this moment, against its plan. */
export function VerifiedNow({verified, context}: {verified: VerifiedRun; context: PageContext}) {
  const {run} = context.words.page;
  const {number} = context.format;
  const {mismatches} = verified;
  return (
    <section aria-labelledby="verified">
      <h2 id="verified">{run.verified}</h2>
      {mismatches.length === 0 ? (
        <p class="done">✓ {run.consistent}</p>
      ) : (
        <>
          <p class="failed">✕ {run.mismatches(number(mismatches.length))}</p>
          <ScrollTable caption={run.difference}>
            <Heads heads={[run.table, 'THEORY_ID', run.planned, run.counted, run.doubled]} numbers={2} />
            <tbody>
              {mismatches.map(({table, theory_id, planned, found, doubled}) => (
                <tr key={`${table} ${theory_id}`}>
                  <th scope="row">{table}</th>
                  <td>{theory_id}</td>
                  <td class="number">{number(planned)}</td>
                  <td class="number failed">{number(found)}</td>
                  <td class="number">{number(doubled)}</td>
                </tr>
              ))}
            </tbody>
          </ScrollTable>
        </>
      )}
    </section>
  );
}
