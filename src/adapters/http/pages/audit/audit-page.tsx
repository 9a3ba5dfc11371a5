import type {AuditLine} from '../../../../application/events/audit.ts';
import type {Content, PageContext} from '../page.ts';
import {Heads, ScrollTable} from '../scroll-table.tsx';

export type AuditFacts = {
  /** Newest first. */
  readonly lines: readonly AuditLine[];
  readonly since: string;
  readonly who: string;
};

export function auditPage({lines, since, who}: AuditFacts, {words, format}: PageContext): Content {
  const {audit} = words.page;
  const heads = [audit.at, audit.who, audit.what, audit.from, audit.outcome, audit.request];
  return {
    title: audit.title,
    main: (
      <>
        <form class="filter" method="get">
          <label>
            {audit.since} <input type="date" name="since" value={since} />
          </label>
          <label>
            {audit.filter} <input type="text" name="who" value={who} maxLength={100} />
          </label>
          <button type="submit">{audit.show}</button>
        </form>
        {lines.length === 0 ? (
          <p>{audit.empty}</p>
        ) : (
          <ScrollTable caption={audit.title}>
            <Heads heads={heads} />
            <tbody>
              {lines.map((line) => (
                <tr key={line.request_id}>
                  <td>
                    <time dateTime={line.at}>{format.instant(line.at)}</time>
                  </td>
                  <td>{line.who}</td>
                  <td>
                    <code>{line.what}</code>
                  </td>
                  <td>{line.from}</td>
                  <td class={line.outcome === 'done' ? 'done' : 'failed'}>{audit.outcomes[line.outcome]}</td>
                  <td>
                    <small>{line.request_id}</small>
                  </td>
                </tr>
              ))}
            </tbody>
          </ScrollTable>
        )}
      </>
    ),
  };
}
