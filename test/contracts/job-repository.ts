import type {JobParameters, JobRepository} from 'agenda';
import {expect} from 'chai';
import type {BackendHarness} from './agenda-backend.ts';

const NOW = Date.parse('2024-01-15T04:00:00Z');
const LOCK_MS = 10_000;
const at = (ms: number) => new Date(NOW + ms);

function job(more: Partial<JobParameters> = {}): JobParameters {
  return {name: 'a', type: 'normal', priority: 0, nextRunAt: at(0), data: null, ...more};
}

/** Agenda's question at a moment (ms after NOW), when it looks `ahead` and locks last LOCK_MS. */
function ask(jobs: JobRepository, ms: number, ahead = 0, name = 'a') {
  return jobs.getNextJobToRun(name, at(ms + ahead), at(ms - LOCK_MS), at(ms), {lastModifiedBy: 'me'});
}

export function jobRepositoryContract(make: () => Promise<BackendHarness>): void {
  let harness: BackendHarness;
  let jobs: JobRepository;
  const save = (more: Partial<JobParameters> = {}) => jobs.saveJob(job(more), {lastModifiedBy: 'me'});
  const names = async (query: object) => (await jobs.queryJobs(query)).jobs.map(({name}) => name);

  beforeEach(async () => {
    harness = await make();
    const backend = harness.open();
    await backend.connect();
    jobs = backend.repository;
  });
  afterEach(() => harness.close());

  it('give back every field as it was stored', async () => {
    const full = job({
      nextRunAt: at(1),
      lockedAt: at(2),
      lastRunAt: at(3),
      lastFinishedAt: at(4),
      failedAt: at(5),
      failCount: 2,
      failReason: 'x',
      repeatInterval: '0 9 * * *',
      repeatTimezone: 'Asia/Almaty',
      repeatAt: 'noon',
      startDate: at(6),
      endDate: at(7),
      skipDays: [0, 6],
      disabled: true,
      progress: 12.5,
      fork: false,
      debounceStartedAt: at(8),
      priority: -10,
      data: {list: [1, 'ä', null], deep: {yes: true}},
    });
    const {_id, ...saved} = await jobs.saveJob(full, {lastModifiedBy: 'me'});
    const {_id: id, ...read} = (await jobs.getJobById(String(_id)))!;
    expect(id).to.be.a('string').and.to.equal(_id);
    for (const each of [saved, read]) expect(defined(each)).to.deep.equal({...full, lastModifiedBy: 'me'});
    const plain = (await jobs.getJobById(String((await save({repeatInterval: 5000}))._id)))!;
    expect(defined(plain)).to.include({repeatInterval: 5000}).and.not.to.have.any.keys('lockedAt', 'disabled');
  });

  it('are locked for one of many who ask at once', async () => {
    await save();
    const askers = await Promise.all(
      Array.from({length: 5}, async () => {
        const backend = harness.open();
        await backend.connect();
        return backend.repository;
      }),
    );
    const answers = await Promise.all(askers.map((each) => ask(each, 0)));
    const [won, ...others] = answers.filter((answer) => answer !== undefined);
    expect(others).to.deep.equal([]);
    expect(won).to.deep.include({name: 'a', nextRunAt: at(0), lockedAt: at(0), lastModifiedBy: 'me'});
  });

  it('are locked from the time on that is looked ahead to, earliest and most important first', async () => {
    await save({nextRunAt: at(1000), data: 'late', priority: 10});
    await save({nextRunAt: at(500), data: 'early'});
    await save({nextRunAt: at(500), data: 'early and important', priority: 10});
    await save({nextRunAt: null, data: 'never'});
    await save({nextRunAt: at(0), data: 'disabled', disabled: true});
    await save({nextRunAt: at(0), data: 'other', name: 'b'});
    expect(await ask(jobs, 0, 499)).to.equal(undefined);
    const found = [];
    for (let i = 0; i < 4; i++) found.push((await ask(jobs, 0, 1000))?.data);
    expect(found).to.deep.equal(['early and important', 'early', 'late', undefined]);
  });

  it('are locked again once the lock has run out, whatever their time, unless it was renewed', async () => {
    await save();
    const held = (await ask(jobs, 0))!;
    expect(await ask(jobs, LOCK_MS - 1)).to.equal(undefined);
    await jobs.saveJobState({...held, nextRunAt: at(86_400_000), lockedAt: at(9000)}, {lastModifiedBy: 'me'});
    expect(await ask(jobs, 9000 + LOCK_MS - 1)).to.equal(undefined);
    expect(await ask(jobs, 9000 + LOCK_MS)).to.deep.include({_id: held._id, nextRunAt: at(86_400_000)});
  });

  it('are unlocked one by one only if they have a time, and together in any case', async () => {
    const [one, two] = [await save(), await save()];
    const locked = async () => (await jobs.queryJobs({state: 'running'})).jobs.map(({_id}) => _id);
    for (const each of [one, two]) await jobs.saveJobState({...each, lockedAt: at(0), nextRunAt: null}, undefined);
    await jobs.unlockJob(one);
    expect(await locked()).to.have.members([one._id, two._id]);
    await jobs.unlockJobs([]);
    await jobs.unlockJobs([one._id!, two._id!]);
    expect(await locked()).to.deep.equal([]);
    await jobs.saveJobState({...one, lockedAt: at(0)}, undefined);
    await jobs.unlockJob(one);
    expect(await locked()).to.deep.equal([]);
  });

  it('are locked by name only as they were seen', async () => {
    const seen = await save();
    expect(await jobs.lockJob({...seen, nextRunAt: at(1)}, undefined)).to.equal(undefined);
    expect(await jobs.lockJob(seen, {lastModifiedBy: 'you'})).to.deep.include({_id: seen._id, lastModifiedBy: 'you'});
    expect(await jobs.lockJob(seen, undefined)).to.equal(undefined);
  });

  it('keep what happened to them, and say so when they are gone', async () => {
    const held = await save({data: 'kept'});
    const {nextRunAt: _, ...state} = {...held, lastRunAt: at(1), failCount: 3, failReason: 'why', progress: 5};
    await jobs.saveJobState({...state, nextRunAt: at(2)}, {lastModifiedBy: 'you'});
    expect(defined((await jobs.getJobById(String(held._id)))!)).to.deep.include({
      nextRunAt: at(2),
      lastRunAt: at(1),
      failCount: 3,
      failReason: 'why',
      progress: 5,
      data: 'kept',
      lastModifiedBy: 'you',
    });
    await jobs.removeJobs({id: held._id!});
    const answer = await jobs.saveJobState(held, undefined).then(
      () => 'saved',
      () => 'refused',
    );
    expect(answer).to.equal('refused');
    await jobs.saveJob(held, undefined);
    expect(await names({})).to.deep.equal([]);
  });

  it('that are single exist once, and a time that has come does not replace theirs', async () => {
    const future = new Date(Date.now() + 3_600_000);
    const first = await save({type: 'single', nextRunAt: future, repeatInterval: '1 * * * *'});
    const second = await save({type: 'single', nextRunAt: at(0), repeatInterval: '2 * * * *'});
    expect(second).to.deep.include({_id: first._id, nextRunAt: future, repeatInterval: '2 * * * *'});
    const later = new Date(future.getTime() + 1);
    expect((await save({type: 'single', nextRunAt: later})).nextRunAt).to.deep.equal(later);
    await save({type: 'normal'});
    await save({type: 'single', name: 'b'});
    expect(await names({sort: {name: 'asc'}})).to.deep.equal(['a', 'a', 'b']);
  });

  it('are found by name, text, state and data, in pages, in order', async () => {
    const running = await save({name: 'runs', lockedAt: at(0), nextRunAt: at(3)});
    await save({name: 'fails', failedAt: at(0), nextRunAt: at(2)});
    await save({name: 'repeats', repeatInterval: '1 * * * *', nextRunAt: at(1), data: {kind: {x: 1, y: 2}}});
    await save({name: 'pauses', disabled: true, nextRunAt: null});
    expect(await names({})).to.deep.equal(['runs', 'fails', 'repeats', 'pauses']);
    expect(await names({sort: {nextRunAt: 'asc'}})).to.deep.equal(['pauses', 'repeats', 'fails', 'runs']);
    expect(await names({name: 'runs'})).to.deep.equal(['runs']);
    expect(await names({names: ['runs', 'fails']})).to.deep.equal(['runs', 'fails']);
    expect(await names({search: 'EAT'})).to.deep.equal(['repeats']);
    expect(await names({data: {kind: {x: 1}}})).to.deep.equal(['repeats']);
    expect(await names({data: {kind: {x: 2}}})).to.deep.equal([]);
    expect(await names({includeDisabled: false})).to.deep.equal(['runs', 'fails', 'repeats']);
    expect(await names({id: running._id})).to.deep.equal(['runs']);
    expect(await names({ids: [running._id]})).to.deep.equal(['runs']);
    for (const [state, name] of [
      ['running', 'runs'],
      ['failed', 'fails'],
      ['repeating', 'repeats'],
      ['paused', 'pauses'],
    ])
      expect(await names({state})).to.deep.equal([name]);
    const page = await jobs.queryJobs({skip: 1, limit: 2});
    expect([page.total, page.jobs.map(({name}) => name)]).to.deep.equal([4, ['fails', 'repeats']]);
  });

  it('are counted', async () => {
    await save({name: 'a', lockedAt: at(0)});
    await save({name: 'a', disabled: true, nextRunAt: null});
    await save({name: 'b', nextRunAt: new Date(Date.now() + 3_600_000)});
    expect(await jobs.getQueueSize()).to.equal(1);
    expect((await jobs.getDistinctJobNames()).sort()).to.deep.equal(['a', 'b']);
    const overview = await jobs.getJobsOverview();
    expect(overview.find(({name}) => name === 'a')).to.include({total: 2, running: 1, completed: 1, paused: 1});
    expect(overview.find(({name}) => name === 'b')).to.include({total: 1, scheduled: 1, running: 0});
  });

  it('are disabled, enabled and removed as asked, and none when nothing is asked', async () => {
    for (const name of ['a', 'b', 'c']) await save({name, data: {name}});
    expect(await jobs.disableJobs({})).to.equal(0);
    expect(await jobs.disableJobs({names: ['a', 'b']})).to.equal(2);
    expect((await names({includeDisabled: false})).sort()).to.deep.equal(['c']);
    expect(await jobs.enableJobs({data: {name: 'a'}})).to.equal(1);
    expect((await names({includeDisabled: false})).sort()).to.deep.equal(['a', 'c']);
    expect(await jobs.removeJobs({})).to.equal(0);
    expect(await jobs.removeJobs({notNames: ['a', 'b']})).to.equal(1);
    expect(await jobs.removeJobs({name: 'a'})).to.equal(1);
    expect(await jobs.purgeAllJobs()).to.equal(1);
    expect(await names({})).to.deep.equal([]);
  });
}

/** Without the fields that hold nothing, and without the id. */
function defined({_id, ...job}: JobParameters): object {
  return Object.fromEntries(Object.entries(job).filter(([, value]) => value !== undefined));
}
