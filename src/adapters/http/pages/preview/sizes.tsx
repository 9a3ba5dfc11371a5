import type {Preview} from '../../../../application/run/preview.ts';
import {sayPoints} from '../../../../application/words/say-size.ts';
import type {PageContext} from '../page.ts';
import {Heads, ScrollTable} from '../scroll-table.tsx';

type Props = {readonly campaigns: Preview['campaigns']; readonly context: PageContext};

/** How large the groups will be at their campaign's end, and what differences they can show then. */
export function Sizes({campaigns, context: {words, format}}: Props) {
  const {preview: says, run} = words.page;
  const rate = campaigns.find(({size}) => size.detectable)?.size.detectable?.baseline_rate;
  const points = (part: number | undefined) =>
    part === undefined || rate === undefined ? '–' : sayPoints(says, format, part, rate);
  const heads = [run.campaign, says.runsLeft, says.groupAtEnd, ...(rate === undefined ? [] : [says.one, says.each])];
  return (
    <>
      <ScrollTable caption={says.sizes}>
        <Heads heads={heads} numbers={1} />
        <tbody>
          {campaigns.map(({theory_id, size: {runs, group, detectable}}) => (
            <tr key={theory_id}>
              <th scope="row">{theory_id}</th>
              <td class="number">{format.number(runs)}</td>
              <td class="number">{format.number(group)}</td>
              {rate !== undefined && <td class="number">{points(detectable?.one)}</td>}
              {rate !== undefined && <td class="number">{points(detectable?.each_of_four)}</td>}
            </tr>
          ))}
        </tbody>
      </ScrollTable>
      <p>
        <small>
          {says.sizesHelp} {rate !== undefined && says.detectableHelp(format.share(rate))}
        </small>
      </p>
    </>
  );
}
