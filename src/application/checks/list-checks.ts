import {readScheduler} from '../events/scheduler-stream.ts';
import {recentSizes} from '../run/recent-sizes.ts';
import type {CheckSources} from './check-sources.ts';
import {judgeConfiguration} from './configuration.ts';
import {
  judgeAccount,
  judgeClocks,
  judgeIdentity,
  judgeReach,
  judgeSecondReach,
  ofEach,
  ofEachOracle,
} from './databases.ts';
import {ask} from './judgement.ts';
import {type KnownState, knownState} from './known-state.ts';
import {lastKey, lastRun} from './last-run.ts';
import {lookAtBoth, once, partOf} from './look.ts';
import {judgeFolder, judgeRuntime, judgeZoneData} from './machine.ts';
import {judgeNextLoad} from './next-load.ts';
import {judgeMail, judgeSecrets} from './outside.ts';
import type {Checks} from './run-checks.ts';
import {judgeState, judgeVersion} from './state.ts';
import {judgeColumns, judgeGrants, judgeIndexes, judgeLocks} from './tables.ts';
import {judgeOwed, judgeSchedule} from './work.ts';

/** The twenty checks, of one moment: what several of them need is asked once. */
export function listChecks(sources: CheckSources): Checks {
  const state = knownState(sources);
  return {
    ...machineChecks(sources),
    ...databaseChecks(sources, state),
    ...stateChecks(sources, state),
    'SC-D18': async () => judgeMail(await ask(sources.mail), sources.clock.now()),
    'SC-D19': async () => {
      const providers = await Promise.all(sources.providers.map(ask));
      return judgeSecrets(await state.tellOfRuns(null, () => lastKey(sources)), sources.keys, providers);
    },
  };
}

function machineChecks({configuration, machine, folder, keepsState, rules, clock}: CheckSources) {
  return {
    'SC-D01': async () => judgeConfiguration(configuration),
    'SC-D02': async () => judgeRuntime(machine(), clock.now()),
    'SC-D03': async () => judgeZoneData(machine(), rules.timezone, clock.now()),
    'SC-D04': async () => judgeFolder(await folder(), keepsState),
  };
}

function databaseChecks(sources: CheckSources, state: KnownState) {
  const {places, clock, rules, maxUsers, countDay, stateTime} = sources;
  const looks = once(() => lookAtBoth(sources));
  const zone = rules.timezone;
  const stateClock = async () =>
    stateTime && 'value' in (await state.look())
      ? ask(async () => ({name: 'the clock of the state store', ms: (await stateTime()) - clock.now()}))
      : null;
  return {
    'SC-D05': async () => judgeReach((await looks()).dssb_app),
    'SC-D06': async () => judgeSecondReach(await looks(), {dssb_app: places.dssb_app.host, spss: places.spss.host}),
    'SC-D07': async () => ofEachOracle(await looks(), judgeIdentity),
    'SC-D08': async () => ofEach(await looks(), judgeColumns),
    'SC-D09': async () => ofEachOracle(await looks(), (it, database) => judgeGrants(it, places[database].user)),
    'SC-D10': async () => ofEachOracle(await looks(), judgeLocks),
    'SC-D11': async () => ofEachOracle(await looks(), judgeIndexes),
    'SC-D12': async () => ofEachOracle(await looks(), judgeAccount),
    'SC-D13': async () => judgeClocks(await looks(), await stateClock(), zone),
    'SC-D20': async () => {
      const {dssb_app, spss} = await looks();
      const recent = await state.tellOfRuns([], () => recentSizes(sources.runs));
      return judgeNextLoad({
        rows: partOf(dssb_app, ({campaigns}) => campaigns, []),
        users: partOf(spss, ({users}) => users, 0),
        recent: 'value' in recent ? recent.value : null,
        ...{maxUsers, countDay, now: clock.now(), zone},
      });
    },
  };
}

function stateChecks(sources: CheckSources, state: KnownState) {
  const {events, runs, clock, rules, schedule, rosterDays} = sources;
  return {
    'SC-D14': async () => judgeState(await state.look()),
    'SC-D15': () => state.judgeRuns(async () => judgeVersion(await ask(() => lastRun(sources)))),
    'SC-D16': () =>
      state.judge(async () =>
        judgeSchedule(await readScheduler(events), rules, schedule.next(clock.now(), 1)[0] ?? null),
      ),
    'SC-D17': () =>
      state.judgeRuns(async () => {
        const [open, scheduler] = [await runs.open(), await readScheduler(events)];
        return judgeOwed({open, scheduler, rosterDays, now: clock.now()});
      }),
  };
}
