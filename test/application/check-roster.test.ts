import {expect} from 'chai';
import {assignmentKeys} from '../../src/adapters/crypto/assignment-keys.ts';
import type {StoredEvent} from '../../src/application/ports/event-store.ts';
import {saveRoster} from '../../src/application/run/roster.ts';
import type {RunDeps} from '../../src/application/run/run-request.ts';
import type {Iin} from '../../src/domain/ids.ts';
import type {DistributionPlan} from '../../src/domain/run-events.ts';
import type {TabValues} from '../../src/domain/tab-values.ts';
import {DATE, makeWorld, syntheticUsers, type World} from '../support/world.ts';

const RUN = `distribution-${DATE}`;
const TABS = ['', '', '', '', ''] as unknown as TabValues;

/** A world whose run is planned and owed: its first write was refused. The change is to its stored plan. */
async function owedWorld(
  change: (plan: DistributionPlan, world: World) => Promise<DistributionPlan> | DistributionPlan,
) {
  const whole = makeWorld({users: 12, campaigns: 1});
  await whole.run();
  const events = await whole.deps.events.read(RUN);
  const at = events.findIndex(({type}) => type === 'DistributionPlanned');
  const world = makeWorld({users: 12, campaigns: 1});
  const changed: StoredEvent[] = [];
  for (const event of events.slice(0, at + 1)) {
    const isPlan = event.type === 'DistributionPlanned';
    changed.push(isPlan ? {...event, data: await change(event.data as DistributionPlan, whole)} : event);
  }
  await world.deps.events.append(RUN, 0, changed);
  return {
    world,
    resume: (more: Partial<RunDeps> = {}) => world.run({rosters: whole.deps.rosters, ...more}, {next: null}),
  };
}

/** The same plan over a roster of other people, as many of them. */
async function withRoster(world: World, plan: DistributionPlan, members: (size: number) => Iin[]) {
  const groups = plan.campaigns.flatMap((campaign) => campaign.groups).filter(({size}) => size > 0);
  const rosterId = `${RUN}/9`;
  await saveRoster(
    world.deps,
    rosterId,
    groups.map(({theoryId, size}) => ({theoryId, tabs: TABS, members: members(size)})),
  );
  return {...plan, rosterId};
}

describe('a resumed run', () => {
  it('goes on with the roster that was planned', async () => {
    const {world, resume} = await owedWorld((plan) => plan);
    expect((await resume())[0]!.status).to.equal('completed');
    expect(world.rows()).to.have.length(12 + 10);
  });

  const others = (n: number) => syntheticUsers(n, 500).map(({iin}) => iin as Iin);
  const wrong: Record<string, Parameters<typeof owedWorld>[0]> = {
    'of another run': async (plan) => ({...plan, rosterId: 'distribution-2024-01-14/1'}),
    'with other people': (plan, world) => withRoster(world, plan, others),
    'with fewer people': (plan, world) => withRoster(world, plan, (size) => others(size).slice(1)),
    'whose last group only is another': (plan, world) => {
      let groups = 0;
      return withRoster(world, plan, (size) => others(size + groups++));
    },
  };
  for (const [what, change] of Object.entries(wrong)) {
    it(`writes nothing from a roster ${what}: a breach`, async () => {
      const {world, resume} = await owedWorld(change);
      const [report] = await resume();
      expect(report).to.deep.include({status: 'failed', stage: 'inserting_users'});
      expect(report!.error).to.include({kind: 'breach'});
      expect(world.rows()).to.deep.equal([]);
    });
  }

  it('is checked by digests of a former secret too', async () => {
    const {world, resume} = await owedWorld((plan, its) => withRoster(its, plan, others));
    const [report] = await resume({keys: assignmentKeys('c3'.repeat(32), 'a1'.repeat(32))});
    expect(report!.error).to.include({kind: 'breach'});
    expect(world.rows()).to.deep.equal([]);
  });

  it('is checked by sizes alone when the digests were made under another secret', async () => {
    const {resume} = await owedWorld((plan) => ({...plan, digestKey: 'another'}));
    expect((await resume())[0]!.status).to.equal('completed');
  });
});
