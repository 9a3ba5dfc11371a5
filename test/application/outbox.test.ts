import {expect} from 'chai';
import {parseHead} from '../../src/application/events/log-head.ts';
import {showRun} from '../../src/application/events/query-runs.ts';
import {Failure} from '../../src/application/failure.ts';
import type {Notice} from '../../src/application/ports/notifier.ts';
import {verifyChain} from '../../src/application/verify/verify-chain.ts';
import type {IsoInstant} from '../../src/domain/ids.ts';
import {DATE, makeWorld, type World} from '../support/world.ts';

const RUN = `distribution-${DATE}`;
const NEXT_RUN = '2024-01-16T03:00:00.000Z' as IsoInstant;

/** A mailbox, which refuses the first mails with these errors. */
function mailbox(...refusals: Error[]) {
  const tried: Notice[] = [];
  const notify = async (notice: Notice) => {
    tried.push(notice);
    const refusal = refusals.shift();
    if (refusal) throw refusal;
  };
  return {tried, change: {notify, nextRun: () => NEXT_RUN}};
}

async function failuresOf({deps}: World) {
  const stored = await deps.events.read(RUN);
  return stored.filter(({type}) => type === 'NotificationFailed').map(({data}) => data);
}

describe('the mail of a run', () => {
  it('carries the report, the next run, a head that proves the log, and names that stay the same', async () => {
    const world = makeWorld();
    const {tried, change} = mailbox(new Error('away'));
    await world.run(change);
    await world.run(change, {next: null});
    const [first, again] = tried as [Notice, Notice];
    const [started] = await world.deps.events.read(RUN);
    expect(first).to.include({kind: 'success', id: `${RUN}.1-success`, token: started!.id, nextRun: NEXT_RUN});
    expect(first).not.to.have.property('pending');
    expect(first).to.have.nested.property('report.status', 'completed');
    expect((await verifyChain(world.deps, first.head))[1]).to.include({check: 'expected head', ok: true});
    expect({...again, head: null, report: null}).to.deep.equal({...first, head: null, report: null});
    expect((await showRun(world.deps, RUN))?.status).to.equal('completed');
    const sent = (await world.deps.events.read(RUN)).at(-1)!;
    expect([sent.type, sent.data]).to.deep.equal(['NotificationSent', {notificationId: '1-success'}]);
  });

  it('carries no head when the run did not end well', async () => {
    const world = makeWorld();
    const {tried, change} = mailbox();
    const lock = () => Promise.reject(new Error('broken'));
    await world.run({...change, tables: {...world.deps.tables, spss: {...world.deps.tables.spss, lock}}});
    expect(tried.map(({kind, head}) => [kind, head])).to.deep.equal([['critical', null]]);
  });

  it('goes out without a head when the log cannot be read for one', async () => {
    const world = makeWorld();
    const {tried, change} = mailbox();
    let isCompleted = false;
    const events: typeof world.deps.events = {
      ...world.deps.events,
      append: async (...given) => {
        isCompleted ||= given[2].some(({type}) => type === 'NotificationQueued');
        return world.deps.events.append(...given);
      },
      // Only of a head a part of the log is asked for.
      heads: async (after, upTo) => {
        if (isCompleted && upTo !== undefined) throw new Error('the log is away');
        return world.deps.events.heads(after, upTo);
      },
    };
    await world.run({...change, events});
    expect(tried.map(({kind, head}) => [kind, head])).to.deep.equal([['success', null]]);
  });

  it('is tried again for those addresses only that have not got it, and no id is kept of what failed', async () => {
    const world = makeWorld();
    const pending = ['b@example.org'];
    const {tried, change} = mailbox(new Failure('unreachable', 'mailbox 990990000001 is full', {pending}));
    await world.run(change);
    expect(await failuresOf(world)).to.deep.equal([
      {notificationId: '1-success', error: 'mailbox [id] is full', pending},
    ]);
    await world.run(change, {next: null});
    expect(tried.map((it) => it.pending)).to.deep.equal([undefined, pending]);
    expect(parseHead(tried[1]!.head!)).not.to.equal(null);
  });

  it('goes out though the one of another run before it fails', async () => {
    const world = makeWorld();
    const {tried, change} = mailbox(new Error('away'), new Error('away'));
    await world.run(change);
    await world.run(change, {next: {date: DATE, slot: null}});
    expect(tried.map(({id}) => id)).to.deep.equal([`${RUN}.1-success`, `${RUN}.1-success`, `${RUN}.2.1-skipped`]);
  });
});
