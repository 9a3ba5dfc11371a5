import {alarmedYears, medianUsers, uniform} from '../test/support/loss-days.ts';
import type {Figure, Say} from './figures.ts';

const YEARS = 1_000;
const REPETITIONS = 500;

/** How often the loss test takes equal losses for unequal ones, and how soon it sees that a group loses 2 % more. */
export async function losses(say: Say): Promise<Figure[]> {
  const falseAlarms = [0.001, 0.01, 0.05].map((equal) => {
    say(`losses: ${YEARS} years with equal losses of ${100 * equal} %`);
    return {
      what: `losses: ${YEARS} years of 20 campaigns, equal losses of ${100 * equal} %: years with an alarm`,
      measured: String(alarmedYears(YEARS, equal, uniform(1))),
      aim: 'at most 20',
    };
  });
  const seen = ([0, 0.01] as const).map((equal) => ({
    what: `losses: 2 % of one group gone beside equal losses of ${100 * equal} %: people of the campaign until the alarm`,
    measured: `median ${medianUsers(REPETITIONS, equal, uniform(2))}`,
    aim: equal === 0 ? 'at most 3,500' : 'at most 6,500',
  }));
  return [...falseAlarms, ...seen];
}
