import {runProjection} from '../../src/application/events/run-projection.ts';
import type {LogHeads} from '../../src/application/ports/event-store.ts';
import type {GroupTables, LockedTable} from '../../src/application/ports/group-tables.ts';
import type {RunSummaries} from '../../src/application/ports/run-summaries.ts';
import type {RunDeps} from '../../src/application/run/run-request.ts';
import {groupCampaigns} from '../../src/domain/campaigns.ts';
import {allocate} from '../../src/domain/group-allocator.ts';
import type {Iin, TheoryId} from '../../src/domain/ids.ts';
import type {Sabotage} from './history.ts';
import type {SimulatedDeps} from './world.ts';

/** Bugs that others have shipped. Each must be found, or the simulation proves nothing. */
export const PLANTED_BUGS: Readonly<Record<string, Sabotage>> = {
  /** The event says "written" while the commit is still to come, and the process may die in between. */
  'event before write': (deps) => ({
    ...deps,
    ...eachDatabase(deps, (locked) => {
      const {insertAndCommit} = locked;
      return {...locked, insertAndCommit: async (rows) => void insertAndCommit(rows).catch(() => {})};
    }),
  }),

  'missing repeat check': (deps) => ({
    ...deps,
    ...eachDatabase(deps, (locked) => ({...locked, async *existingRows() {}})),
  }),

  'no table lock': (deps, world) => ({
    ...deps,
    ...eachDatabase(deps, (locked) => {
      for (const database of [world.dssb, world.spss]) database.locks.clear();
      return locked;
    }),
  }),

  'lease without epoch': (deps) => ({
    ...deps,
    lease: {
      ...deps.lease,
      acquire: async (...args) => {
        const answer = await deps.lease.acquire(...args);
        return answer.type === 'acquired' ? {...answer, epoch: 1} : answer;
      },
      isCurrent: async () => true,
      renew: async () => true,
    },
  }),

  'no fence before the write': (deps) => ({...deps, lease: {...deps.lease, isCurrent: async () => true}}),

  'append without expected version': (deps, world) => ({
    ...deps,
    events: {
      ...deps.events,
      append: async (stream, _expected, events) => {
        const {length} = await world.events.read(stream);
        return deps.events.append(
          stream,
          length,
          events.map((event, i) => ({...event, version: length + i + 1})),
        );
      },
    },
  }),

  /** Whose plan may yet land: the log alone tells which try has won. */
  'roster of an earlier try removed before the plan stands': (deps, world) => ({
    ...deps,
    rosters: {
      ...deps.rosters,
      save: async (id, ...roster) => {
        for (const earlier of await world.rosters.ids()) {
          if (id.startsWith(`${earlier}.`)) await world.rosters.destroyKey(earlier);
        }
        return deps.rosters.save(id, ...roster);
      },
    },
  }),

  /** A resumed run that deals whoever is in the source now. */
  'roster taken from the source again': (deps, world) => ({
    ...deps,
    rosters: {
      ...deps.rosters,
      parts: async (rosterId, theoryId = '' as TheoryId) => {
        const [run] = rosterId.split('/') as [never];
        const people = [...new Set(world.source.users.map(({iin}) => iin as Iin))];
        const {campaigns} = groupCampaigns(world.source.theories);
        const again = allocate(campaigns, people, world.keys.keystream(world.keys.seedOf(run)));
        const share = again.plan.flatMap(({groups}) => groups).find((group) => group.theoryId === theoryId);
        const key = world.cipher.unwrap((await world.rosters.wrappedKey(rosterId))!, rosterId);
        const [old] = await deps.rosters.parts(rosterId, theoryId);
        const {tabs} = JSON.parse(key.open(old!.sealed, `${rosterId} ${theoryId} 0`)) as {tabs: unknown};
        const members = share ? again.membersOf(share) : [];
        return [{theoryId, part: 0, sealed: key.seal(JSON.stringify({tabs, members}), `${rosterId} ${theoryId} 0`)}];
      },
    },
  }),

  'enrolled people dealt again': (deps) => ({
    ...deps,
    register: {...deps.register, async *parts() {}},
    tables: {...deps.tables, dssb_app: {...deps.tables.dssb_app, async *members() {}}},
  }),

  'rows dated by a clock that is set back': (deps) => ({
    ...deps,
    ...eachDatabase(deps, (locked) => ({
      ...locked,
      insertAndCommit: (rows) => locked.insertAndCommit(rows.map((group) => ({...group, notBefore: '' as never}))),
    })),
  }),

  'half a group inserted': (deps) => ({
    ...deps,
    ...eachDatabase(deps, (locked) => ({
      ...locked,
      insertAndCommit: (rows) =>
        locked.insertAndCommit(rows.map((group) => ({...group, members: group.members.slice(1)}))),
    })),
  }),

  /** A process that dies in between has told all others that the events are in the read model. */
  'position before the summaries it stands for': (deps) => {
    const {save} = deps.summaries;
    return onSummaries(deps, {
      save: async (changed, from, to) => (await save([], from, to)) && save(changed, to, to),
    });
  },

  'projection that looks at the log once': (deps) => {
    let heads: Promise<LogHeads> | null = null;
    const events = {...deps.events, heads: (after: number) => (heads ??= deps.events.heads(after))};
    return {...deps, runs: runProjection(events, deps.summaries)};
  },

  /** Now and then a process takes long over it, and puts what it had in the place of what others have saved since. */
  'older summary over a newer one': (deps, {kept}) => {
    let saves = 0;
    return onSummaries(deps, {
      save: async (changed, _from, to) => {
        await deps.clock.sleep(++saves % 3 === 0 ? 5_000 : 10);
        for (const summary of changed) kept.runs.set(summary.report.run_id, summary);
        kept.position = Math.max(kept.position, to);
        return true;
      },
    });
  },
};

function onSummaries(deps: SimulatedDeps, change: Partial<RunSummaries>): RunDeps {
  return {...deps, runs: runProjection(deps.events, {...deps.summaries, ...change})};
}

function eachDatabase(deps: RunDeps, change: (locked: LockedTable) => LockedTable): Pick<RunDeps, 'tables'> {
  const changed = (tables: GroupTables): GroupTables => ({
    ...tables,
    lock: (table, work) => tables.lock(table, (locked) => work(change(locked))),
  });
  return {tables: {dssb_app: changed(deps.tables.dssb_app), spss: changed(deps.tables.spss)}};
}
