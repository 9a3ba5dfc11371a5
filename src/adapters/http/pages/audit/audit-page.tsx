import type {AuditLine} from '../../../../application/events/audit.ts';
import type {PageWords} from '../../../../application/words/page-ru.ts';
import type {Content, PageContext} from '../page.ts';
import {sayActor} from '../say-actor.ts';
import {Heads, ScrollTable} from '../scroll-table.tsx';
import {AUDIT_KINDS, type AuditFilter, kindOf} from './audit-query.ts';

export type AuditFacts = {
  /** Newest first. */
  readonly lines: readonly AuditLine[];
  readonly filter: AuditFilter;
  /** From 1. */
  readonly page: number;
  readonly pages: number;
};

export function auditPage({lines, filter, page, pages}: AuditFacts, context: PageContext): Content {
  const {words, format, own} = context;
  const {audit} = words.page;
  const heads = [audit.at, audit.who, audit.what, audit.from, audit.outcome, audit.request];
  const filtered = new URLSearchParams(Object.entries(filter).filter(([, value]) => value !== '')).toString();
  return {
    title: audit.title,
    main: (
      <>
        <Filter filter={filter} context={context} />
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
                  <td>{sayActor(line.who, context)}</td>
                  <td>
                    {sayAction(line, audit)}
                    <small>
                      <code>{line.what}</code>
                    </small>
                  </td>
                  <td>{line.from === 'command line' ? audit.commandLine : line.from}</td>
                  <td class={line.outcome === 'done' ? 'done' : 'failed'}>{audit.outcomes[line.outcome]}</td>
                  <td>
                    <small>
                      <code>{line.request_id}</code>
                    </small>
                  </td>
                </tr>
              ))}
            </tbody>
          </ScrollTable>
        )}
        <p class="links">
          {page > 1 && <a href={own(`/audit?${filtered}&page=${page - 1}`)}>← {audit.newer}</a>}
          {pages > 1 && <span>{audit.pageOf(format.number(page), format.number(pages))}</span>}
          {page < pages && <a href={own(`/audit?${filtered}&page=${page + 1}`)}>{audit.older} →</a>}
          <a href={own(`/audit.csv?${filtered}`)}>{audit.csv}</a>
          <a href={own(`/audit.jsonl?${filtered}`)}>{audit.jsonl}</a>
        </p>
      </>
    ),
  };
}

/** In words; the kind alone for what has none. */
function sayAction(line: AuditLine, {actions, kinds}: PageWords['audit']): string {
  const [start] = line.what.split(/: | distribution-| SC\d/);
  return Object.entries(actions).find(([what]) => what === start)?.[1] ?? kinds[kindOf(line)];
}

function Filter({filter: {since, until, who, kind}, context: {words}}: FilterProps) {
  const {audit, history} = words.page;
  return (
    <form class="filter" method="get">
      <label>
        {audit.since} <input type="date" name="since" value={since} />
      </label>
      <label>
        {audit.until} <input type="date" name="until" value={until} />
      </label>
      <label>
        {audit.filter} <input type="text" name="who" value={who} maxLength={100} />
      </label>
      <label>
        {audit.what}{' '}
        <select name="kind">
          <option value="">{history.all}</option>
          {AUDIT_KINDS.map((it) => (
            <option key={it} value={it} selected={it === kind}>
              {audit.kinds[it]}
            </option>
          ))}
        </select>
      </label>
      <button type="submit">{audit.show}</button>
    </form>
  );
}

type FilterProps = {readonly filter: AuditFilter; readonly context: PageContext};
