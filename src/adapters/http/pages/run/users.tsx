import type {UserCounts} from '../../../../domain/user-intake.ts';
import type {PageContext} from '../page.ts';
import {Heads, ScrollTable} from '../scroll-table.tsx';

const OUTCOMES = ['blank', 'malformed', 'repeated', 'enrolled', 'distributed', 'found'] as const;

/** The source's rows by what became of them: they add up. */
export function Users({users, context: {words, format}}: {users: UserCounts; context: PageContext}) {
  const {run} = words.page;
  return (
    <ScrollTable caption={run.users}>
      <Heads heads={[run.outcome, run.rowsHead]} numbers={1} />
      <tbody>
        {OUTCOMES.map((outcome) => (
          <tr key={outcome} class={outcome === 'found' ? 'total' : undefined}>
            <th scope="row">{run.counts[outcome]}</th>
            <td class="number">{format.number(users[outcome])}</td>
          </tr>
        ))}
      </tbody>
    </ScrollTable>
  );
}
