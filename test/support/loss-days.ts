import {addLoss, isUnequal, type Losses, NO_LOSSES} from '../../src/domain/loss-test.ts';

type LossDays = {
  readonly days: number;
  /** People of the campaign a day. */
  readonly people: number;
  /** The share of rows that every group loses, and what C loses beside it. */
  readonly equal: number;
  readonly ofC: number;
};

/** After how many people of a campaign the alarm was raised; null when it never was. */
function usersUntilAlarm({days, people, equal, ofC}: LossDays, draw: () => number): number | null {
  let losses: Losses = NO_LOSSES;
  const stood = [0, 0, 0, 0, 0];
  for (let day = 1; day <= days; day++) {
    const lost = [0, 0, 0, 0, 0];
    for (let g = 0; g < 5; g++) {
      const today = Math.floor((people + ((g + day) % 5)) / 5);
      stood[g]! += today;
      lost[g] = chosen(today, g === 2 ? equal + ofC : equal, draw);
    }
    if (lost.some((n) => n > 0)) {
      losses = addLoss(losses, {stood, lost});
      if (isUnequal(losses)) return day * people;
    }
    for (let g = 0; g < 5; g++) stood[g]! -= lost[g]!;
  }
  return null;
}

/** How many of n are chosen with this probability each: leaps from one to the next. */
function chosen(n: number, share: number, draw: () => number): number {
  if (share === 0) return 0;
  let count = 0;
  for (let at = leap(share, draw); at < n; at += 1 + leap(share, draw)) count++;
  return count;
}

function leap(share: number, draw: () => number): number {
  return Math.floor(Math.log(1 - draw()) / Math.log(1 - share));
}

/** Years of 20 campaigns and 250 days in which any raised the alarm although all groups lose equally. */
export function alarmedYears(years: number, equal: number, draw: () => number): number {
  let alarmed = 0;
  for (let year = 0; year < years; year++) {
    let alarms = 0;
    for (let campaign = 0; campaign < 20; campaign++)
      if (usersUntilAlarm({days: 250, people: 167, equal, ofC: 0}, draw) !== null) alarms++;
    if (alarms > 0) alarmed++;
  }
  return alarmed;
}

/** The median number of a campaign's people until the alarm, when C loses 2 % beside what all lose. */
export function medianUsers(repetitions: number, equal: number, draw: () => number): number {
  const found = Array.from({length: repetitions}, () =>
    usersUntilAlarm({days: 1_000, people: 167, equal, ofC: 0.02}, draw),
  );
  return found.map((users) => users ?? Infinity).sort((a, b) => a - b)[Math.floor(repetitions / 2)]!;
}

/** mulberry32. */
export function uniform(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}
