import {expect} from 'chai';
import {playMornings, type ServiceSabotage} from './mornings.ts';

const SEEDS = 20;
const SEEDS_FOR_A_BUG = 150;

/** Appends of that type of event are lost. */
const losing = (lost: string, given: Parameters<ServiceSabotage>[0], {deps}: Parameters<ServiceSabotage>[1]) => {
  const append: typeof deps.events.append = async (stream, version, events) =>
    events.some(({type}) => type === lost) ? {type: 'appended'} : deps.events.append(stream, version, events);
  return {...given, deps: {events: {...deps.events, append}}};
};

const BUGS: Readonly<Record<string, ServiceSabotage>> = {
  "nobody asks for the state store's time": (given) => ({...given, stateTime: null}),
  'a clock that is behind is believed': (given) => {
    const {clock, stateTime} = given;
    return clock && stateTime ? {...given, stateTime: async () => Math.min(await stateTime(), clock.now())} : given;
  },
  'the past is judged by the schedule of today': (given, world) => losing('ScheduleSet', given, world),
};

describe('mornings of a service with wrong clocks and a schedule that changes', () => {
  it(`lose no day, in ${SEEDS} histories`, async function () {
    this.timeout(300_000);
    for (let seed = 0; seed < SEEDS; seed++) expect(await playMornings(seed), `seed ${seed}`).to.deep.equal([]);
  });

  for (const [bug, sabotage] of Object.entries(BUGS)) {
    it(`find the planted bug: ${bug}`, async function () {
      this.timeout(300_000);
      for (let seed = 0; seed < SEEDS_FOR_A_BUG; seed++) {
        if ((await playMornings(seed, sabotage)).length > 0) return;
      }
      expect.fail(`not found within ${SEEDS_FOR_A_BUG} seeds`);
    });
  }
});
