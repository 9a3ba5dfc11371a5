import {expect} from 'chai';
import type {StatementTexts} from '../../src/application/ports/statement-texts.ts';
import {previewDistribution} from '../../src/application/run/preview.ts';
import {DATE, makeWorld, type World} from '../support/world.ts';

const RUN = `distribution-${DATE}`;

const preview = ({deps, request}: World, more: object = {}) =>
  previewDistribution(deps, {date: DATE, countDay: request.countDay, limits: request.limits, ...more}, () => {});

/** Names what each text is for. */
const texts: StatementTexts = {
  columns: (database) => `columns of ${database}`,
  campaigns: 'campaigns',
  users: ({from}) => `users of day ${from}`,
  sysdate: 'sysdate',
  members: (table, ids, since) => `members of ${ids} in ${table}${since ? ' since' : ''}`,
  count: (table, ids) => `count of ${ids} in ${table}`,
  totals: (table, ids, since) => `totals of ${ids} in ${table}${since ? ' since' : ''}`,
  lock: (table) => `lock ${table}`,
  insert: (table) => `insert into ${table}`,
  insertCalls: (sizes) => sizes.length,
  commit: 'commit',
};

describe('a preview', () => {
  it('is the run that is made next, to the digest, and writes nothing', async () => {
    const world = makeWorld();
    const {run_id, status, plan_digest, users, campaigns} = await preview(world);
    expect([await world.deps.events.read(RUN), world.rows(), await world.deps.rosters.ids()]).to.deep.equal([
      [],
      [],
      [],
    ]);
    const [report] = await world.run();
    expect({run_id, status, plan_digest, users}).to.deep.equal({
      run_id: RUN,
      status: 'planned',
      plan_digest: report!.plan_digest,
      users: report!.users,
    });
    expect(campaigns.map(({total_users}) => total_users)).to.deep.equal([11, 12]);
    expect(campaigns[0]!.groups).to.deep.include({
      A: {theory_id: 'SC00000001.1', users_count: 2, target_tables: ['SC_local_control']},
      B: {theory_id: 'SC00000001.2', users_count: 2, target_tables: ['SC_local_target', 'SC_theory_users']},
    });
  });

  it('goes on with the run of the date that died before its plan, for so does the next call', async () => {
    const [world, whole] = [makeWorld(), makeWorld()];
    await whole.run();
    await world.deps.events.append(RUN, 0, (await whole.deps.events.read(RUN)).slice(0, 1));
    const {run_id, plan_digest} = await preview(world);
    const [report] = await world.run();
    expect({run_id, plan_digest}).to.deep.equal({run_id: RUN, plan_digest: report!.plan_digest});
  });

  it('is the second run of the date where the first has its plan already', async () => {
    const world = makeWorld();
    await world.run();
    expect(await preview(world)).to.deep.include({
      run_id: `${RUN}.2`,
      status: 'skipped',
      reason: 'all_users_enrolled',
      plan_digest: null,
      campaigns: [],
      error: null,
    });
  });

  it('says where the run would stop for a person, and plans it for whoever overrides that', async () => {
    const world = makeWorld();
    const limits = {maxUsers: 22};
    expect(await preview(world, {limits})).to.deep.include({
      status: 'failed',
      error: {kind: 'safety_stop', message: '23 users are more than MAX_USERS=22'},
    });
    expect(await preview(world, {limits: null})).to.include({status: 'planned'});
  });

  it('names each statement of the run, in which database and how often, in the order of its first sending', async () => {
    const statementsOf = async (sql: StatementTexts) =>
      (await preview(makeWorld(), {sql})).statements!.map((it) => `${it.database} ${it.times}: ${it.sql}`);
    const all = [
      'dssb_app 1: columns of dssb_app',
      'dssb_app 1: campaigns',
      'spss 1: columns of spss',
      'spss 1: users of day 5',
      'dssb_app 1: sysdate',
      'spss 1: sysdate',
      'dssb_app 1: totals of 12 in SC_local_control since',
      'dssb_app 1: totals of 12 in SC_local_control',
      'dssb_app 1: totals of 12 in SC_local_target since',
      'dssb_app 1: totals of 12 in SC_local_target',
      'spss 1: totals of 12 in SC_theory_users since',
      'spss 1: totals of 12 in SC_theory_users',
      'dssb_app 2: count of 10 in SC_local_control',
      'dssb_app 2: count of 10 in SC_local_target',
      'spss 2: count of 10 in SC_theory_users',
      'dssb_app 2: lock SC_local_control',
      'dssb_app 2: members of 1 in SC_local_control since',
      'dssb_app 2: insert into SC_local_control',
      'dssb_app 4: commit',
      'dssb_app 2: lock SC_local_target',
      'dssb_app 2: members of 4 in SC_local_target since',
      'dssb_app 8: insert into SC_local_target',
      'spss 2: lock SC_theory_users',
      'spss 2: members of 4 in SC_theory_users since',
      'spss 8: insert into SC_theory_users',
      'spss 2: commit',
    ];
    expect(await statementsOf(texts)).to.deep.equal(all);
    const known = {...texts, columns: () => null, sysdate: null, commit: null, insertCalls: () => 0};
    expect(await statementsOf(known)).to.deep.equal(all.filter((line) => !/columns|sysdate|commit|insert/.test(line)));
  });

  it('names as many people and the campaigns as it is asked for, and none unasked', async () => {
    const world = makeWorld();
    expect(await preview(world)).not.to.have.any.keys('source', 'statements');
    const {source} = await preview(world, {sample: 2});
    expect(source!.sample).to.have.length(2);
    expect(source!.campaigns).to.deep.include({
      theory_id: 'SC00000001',
      theory_name: 'Campaign 1',
      start_date: '2024-01-01 00:00:00',
      end_date: '2024-12-31 00:00:00',
    });
  });
});
