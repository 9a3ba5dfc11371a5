import type {ListedCampaign} from '../../../../application/events/campaign-history.ts';
import {GROUP_LETTERS} from '../../../../domain/ids.ts';
import type {Content, PageContext} from '../page.ts';
import {Heads, ScrollTable} from '../scroll-table.tsx';

/** The campaigns of the latest plan, with all whom they have. */
export function campaignsPage(campaigns: readonly ListedCampaign[], context: PageContext): Content {
  const {words, format, own} = context;
  const {campaign: says, run, preview} = words.page;
  return {
    title: says.title,
    main:
      campaigns.length === 0 ? (
        <p>{says.none}</p>
      ) : (
        <>
          <ScrollTable caption={says.caption}>
            <Heads heads={[run.campaign, preview.ends, run.total, ...GROUP_LETTERS, says.control]} numbers={2} />
            <tbody>
              {campaigns.map(({theory_id, theory_name, end_date, total_users, groups}) => (
                <tr key={theory_id}>
                  <th scope="row">
                    <a href={own(`/campaigns/${theory_id}`)}>{theory_id}</a> <small>{theory_name}</small>
                  </th>
                  <td>
                    <time dateTime={end_date.slice(0, 10)}>{format.date(end_date.slice(0, 10))}</time>
                  </td>
                  <td class="number">{format.number(total_users)}</td>
                  {GROUP_LETTERS.map((letter) => (
                    <td key={letter} class="number">
                      {format.number(groups[letter])}
                    </td>
                  ))}
                  <td class="number">{total_users > 0 && format.share(groups.A / total_users)}</td>
                </tr>
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
