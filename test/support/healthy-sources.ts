import {systemClock} from '../../src/adapters/clock/system-clock.ts';
import type {CheckSources} from '../../src/application/checks/check-sources.ts';
import type {DatabaseFacts, OracleFacts} from '../../src/application/ports/check-facts.ts';
import type {BusinessDate, WallTime} from '../../src/domain/ids.ts';
import {wallTime} from '../../src/domain/wall-time.ts';
import {slotsAt} from './slots.ts';
import {makeWorld, type World} from './world.ts';

export const NOW = Date.parse('2026-11-27T04:30:00Z');
export const ZONE = 'Asia/Almaty';
export const DAY_MS = 86_400_000;

const ORACLE: OracleFacts = {
  identity: {value: {role: 'PRIMARY', uniqueName: 'DB1', container: 'PDB', service: 'sc'}},
  grants: {value: {refused: [], excess: []}},
  unlockable: {value: []},
  unindexed: {value: []},
  account: {value: {status: 'OPEN', expiresInDays: 90}},
  warnings: [],
};

const FACTS: DatabaseFacts = {
  clock: {value: {shown: wallTime(NOW, ZONE), at: NOW}},
  columns: {value: {unseen: [], missing: [], misfit: null, mandatory: []}},
  campaigns: {
    value: [{theoryId: 'SC00000001', name: 'One', startDate: '2026-01-01 00:00:00' as WallTime, endDate: '2027-12-31 00:00:00' as WallTime}], // biome-ignore format: a row
  },
  users: {value: 23},
  oracle: ORACLE,
};

export type Fixture = {readonly world: World; readonly sources: CheckSources};

/** A day's run done, and everything well. */
export async function healthySources(): Promise<Fixture> {
  const world = makeWorld({users: 23});
  world.clock.advance(NOW - 3_600_000 - world.clock.now());
  world.source.theories = world.source.theories.map((row) => ({...row, endDate: '2027-12-31 00:00:00' as WallTime}));
  const [report] = await world.run({}, {next: {date: '2026-11-27' as BusinessDate, slot: null}});
  if (report?.status !== 'completed') throw new Error(`the run of the fixture: ${JSON.stringify(report)}`);
  const {events, runs, hash, keys} = world.deps;
  const inspect = (uniqueName: string) => async (onAnswer: (answered: {what: string; ms: number}) => void) => {
    onAnswer({what: 'db:1521/S as U', ms: 12});
    const oracle = {...ORACLE, identity: {value: {role: 'PRIMARY', uniqueName, container: 'PDB', service: 'sc'}}};
    return {...FACTS, oracle};
  };
  return {
    world,
    sources: {
      clock: {...systemClock, now: () => NOW},
      configuration: {faults: [], warnings: [], summary: '31 variables'},
      machine: () => ({node: '24.11.0', platform: 'linux x64', driverFault: null, zoneData: '2025c'}),
      folder: async () => ({path: '/srv/sc', isThere: true, isWritable: true, freeBytes: 41e9, disk: 'local', openToOthers: [], logFile: null}), // biome-ignore format: a row
      databases: {dssb_app: inspect('DSSB'), spss: inspect('SPSS')},
      places: {dssb_app: {host: 'dssb-db1', user: 'SC_DSSB'}, spss: {host: 'spss-db1', user: 'SC_SPSS'}},
      lookMs: 5_000,
      state: async () => ({type: 'mongodb', replicaSet: 'rs0', isPrimary: true, members: 3, missingIndexes: []}),
      keepsState: true,
      stateTime: async () => NOW,
      events,
      runs: {list: runs.list, open: runs.open, position: async () => 1},
      hash,
      keys,
      schedule: slotsAt(NOW + DAY_MS),
      rules: {cron: '0 9 * * *', timezone: ZONE},
      rosterDays: 7,
      maxUsers: 200_000,
      countDay: '5',
      mail: async () => ({type: 'smtp', address: 'mail:587', isEncrypted: true, certificateEnds: NOW + 90 * DAY_MS, lacksLogin: false, isLoggedIn: false}), // biome-ignore format: a row
      providers: [async () => ({variable: 'OIDC_ISSUER', issuer: 'https://idp', expectedIssuer: 'https://idp'})],
    },
  };
}
