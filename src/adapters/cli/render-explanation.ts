import {counted} from '../../application/english.ts';
import type {Explanation} from '../../application/verify/explain-person.ts';
import type {Rank} from '../../domain/place-in-deal.ts';
import {renderProofs} from './render-proofs.ts';
import {colorsOf, formatNumber, type Terminal} from './terminal.ts';

/** What a run did with one person, who is not named. */
export function renderExplanation(explanation: Explanation, terminal: Terminal): string {
  return [colorsOf(terminal).bold(explanation.run_id), ...linesOf(explanation, terminal)].join('\n');
}

function linesOf(explanation: Explanation, terminal: Terminal): string[] {
  switch (explanation.status) {
    case 'dealt':
      return [...dealtLines(explanation), ...renderProofs(explanation.checks, terminal)];
    case 'not_dealt':
      return [...notDealtLines(explanation), standsLine(explanation)];
    case 'gone':
      return [
        'cannot be told any more: the keys of roster and list are destroyed (ROSTER_DAYS, LIST_DAYS), and what stands in',
        'the tables does not give the plan again. Lost are whether this person was in the source that day, stratum,',
        'probability and place in the draw; the log has only how many each group got',
        standsLine(explanation),
      ];
    default:
      return explanation satisfies never;
  }
}

type Of<Status> = Extract<Explanation, {status: Status}>;

function dealtLines(it: Of<'dealt'>): string[] {
  const {drawn, in_stratum, ranks} = it.place;
  const both = formatShare(it.p_campaign * it.p_group);
  const among = in_stratum ? `; in the stratum ${sayRank(in_stratum)}` : '';
  return [
    line('dealt', `to ${it.theory_id}: campaign ${it.campaign}, group ${it.group}; so in the source that day`),
    line('stratum', it.stratum || 'none: the run did not tell people apart'),
    line(
      'chance',
      `${formatShare(it.p_campaign)} of the campaign, then ${formatShare(it.p_group)} of the group: ${both}`,
    ),
    line('drawn', `${sayRank(drawn)} in the order that the seed gives${among}`),
    line(
      'place',
      `${formatNumber(ranks.from)} to ${formatNumber(ranks.to)} ${in_stratum ? 'of it ' : ''}go to this group`,
    ),
  ];
}

function sayRank({rank, of}: Rank): string {
  return `${formatNumber(rank)} of ${formatNumber(of)}`;
}

function notDealtLines({users}: Of<'not_dealt'>): string[] {
  if (users === null) return ['dealt nobody: the run made no plan'];
  const {found, distributed, enrolled, blank, malformed, repeated} = users;
  const n = formatNumber;
  return [
    'not dealt by this run: not in the source that day, or left out',
    line(
      'users',
      `${counted(found, 'row')} found, ${counted(distributed, 'person', 'people')} dealt; left out ${n(enrolled)} enrolled earlier,`,
    ),
    line('', `${n(blank)} blank, ${n(malformed)} malformed, ${n(repeated)} repeated: who they were is kept nowhere`),
  ];
}

function standsLine({rows}: Explanation): string {
  const places = rows.map(({table, theory_id}) => `${theory_id} in ${table}`);
  return line('rows now', places.length > 0 ? places.join(', ') : "none under this run's groups");
}

function line(name: string, text: string): string {
  return `${name.padEnd(10)}${text}`;
}

function formatShare(share: number): string {
  return `${(share * 100).toFixed(2)} %`;
}
