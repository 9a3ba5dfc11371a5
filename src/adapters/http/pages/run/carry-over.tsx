import {sayCarryOver} from '../../../../application/words/say-carry-over.ts';
import type {CarryOverReport, CarryOver as Counts} from '../../../../domain/carry-over.ts';
import {GROUP_LETTERS} from '../../../../domain/ids.ts';
import type {PageContext} from '../page.ts';
import {Heads, ScrollTable} from '../scroll-table.tsx';

type Props = {
  readonly report: CarryOverReport | undefined;
  /** For admins. */
  readonly groups?: Counts['groups'] | null;
  readonly context: PageContext;
};

/** Who was in campaigns that have ended: one line, and for admins the groups. */
export function CarryOver({report, groups = null, context: {words, format, own}}: Props) {
  if (!report) return null;
  const says = words.page.carryOver;
  const isKnown = groups?.every(({letter}) => letter !== null) ?? true;
  const letters = isKnown ? GROUP_LETTERS : [...GROUP_LETTERS, null];
  const people = new Map(groups?.map((group) => [`${group.theoryId} ${group.letter}`, group.people]));
  return (
    <section aria-labelledby="carry-over">
      <h2 id="carry-over">{says.title}</h2>
      <p>{sayCarryOver(words.page, report)}</p>
      {groups !== null && groups.length > 0 && (
        <ScrollTable caption={says.caption}>
          <Heads heads={[words.page.run.campaign, ...letters.map((letter) => letter ?? says.unknown)]} numbers={1} />
          <tbody>
            {[...new Set(groups.map(({theoryId}) => theoryId))].map((theoryId) => (
              <tr key={theoryId}>
                <th scope="row">
                  <a href={own(`/campaigns/${theoryId}`)}>{theoryId}</a>
                </th>
                {letters.map((letter) => (
                  <td key={letter} class="number">
                    {format.number(people.get(`${theoryId} ${letter}`) ?? 0)}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </ScrollTable>
      )}
    </section>
  );
}
