import {expect} from 'chai';
import fc from 'fast-check';
import {sha256} from '../../src/adapters/crypto/chain-hash.ts';
import {openJournal} from '../../src/application/events/journal.ts';
import {nextRunId} from '../../src/application/events/next-run.ts';
import {readHistory} from '../../src/application/events/run-history.ts';
import {type RunProjection, runProjection} from '../../src/application/events/run-projection.ts';
import type {EventStore} from '../../src/application/ports/event-store.ts';
import type {RunSummaries} from '../../src/application/ports/run-summaries.ts';
import {type BusinessDate, runId, type TheoryId} from '../../src/domain/ids.ts';
import {summarizeRun} from '../../src/domain/run-summary.ts';
import {memoryEventStore} from '../support/memory/event-store.ts';
import {memoryRunSummaries, noSummaries} from '../support/memory/run-summaries.ts';
import {type Command, command, decisionOf} from '../support/reachable-run.ts';

const DATE = '2024-01-15' as BusinessDate;
const origin = {actor: 'test', correlationId: 'test'};

/** A log and a read model that outlive processes, each of which has a projection of its own. */
function makeState() {
  const [events, kept] = [memoryEventStore(), noSummaries()];
  const calls: string[] = [];
  const counted: EventStore = {
    ...events,
    read: (stream, after) => {
      calls.push(`read ${stream}`);
      return events.read(stream, after);
    },
    heads: (position) => {
      calls.push('heads');
      return events.heads(position);
    },
  };
  let ids = 0;
  const clock = {
    now: () => Date.parse('2024-01-15T04:00:00Z') + ++ids * 1_000,
    elapsed: () => 0,
    sleep: async () => {},
  };
  const deps = {events, clock, hash: sha256, newId: () => `event-${++ids}`};
  return {
    events,
    calls,
    summaries: memoryRunSummaries(kept),
    open: (change: Partial<RunSummaries> = {}) => runProjection(counted, {...memoryRunSummaries(kept), ...change}),
    /** What somebody says to the n-th run of the day. */
    say: async (n: number, said: Command) => {
      const journal = await openJournal(deps, runId(DATE, n), origin, () => {});
      await journal.record((run) => decisionOf(said, run)(run));
    },
  };
}

type State = ReturnType<typeof makeState>;

const ADVANCE: Command = {name: 'advance', n: 0};

/** What the log itself says, newest first. */
async function replayed({events}: State) {
  return (await readHistory(events)).map(({id, run, events: stored}) => summarizeRun(id, run, stored)).reverse();
}

async function expectTrue(state: State, projection: RunProjection): Promise<void> {
  expect(await projection.list({limit: 1_000})).to.deep.equal(await replayed(state));
}

describe('run projection', () => {
  it('says what the log says, whoever appends, looks, or dies at it', async () => {
    const step = fc.oneof(
      {
        weight: 4,
        arbitrary: fc.record({type: fc.constant('say' as const), run: fc.integer({min: 1, max: 4}), command}),
      },
      {weight: 2, arbitrary: fc.record({type: fc.constant('look' as const), process: fc.nat(1)})},
      {
        weight: 2,
        arbitrary: fc.record({type: fc.constant('all at once' as const), run: fc.integer({min: 1, max: 4}), command}),
      },
      {weight: 1, arbitrary: fc.record({type: fc.constantFrom('die before', 'die after', 'rebuild')})},
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, {maxLength: 40, size: 'max'}), async (steps) => {
        const state = makeState();
        const processes = [state.open(), state.open()];
        for (const it of steps) {
          if (it.type === 'say') await state.say(it.run, it.command);
          else if (it.type === 'look') await expectTrue(state, processes[it.process]!);
          else if (it.type === 'all at once') {
            await Promise.all([processes[0]!.open(), state.say(it.run, it.command), processes[1]!.open()]);
            for (const projection of processes) await expectTrue(state, projection);
          } else if (it.type === 'rebuild') {
            await processes[0]!.rebuild();
            await expectTrue(state, processes[0]!);
          } else
            await state
              .open({save: dyingAt(state, it.type)})
              .open()
              .catch(() => {});
        }
        for (const projection of processes) await expectTrue(state, projection);
      }),
    );
  });

  it('takes in a long history in parts, and goes on where it broke off', async () => {
    const state = makeState();
    for (let n = 1; n <= 120; n++) await state.say(n, ADVANCE);
    let saves = 0;
    const breaking = state.open({
      save: (...given) => (++saves === 2 ? Promise.reject(new Error('gone')) : state.summaries.save(...given)),
    });
    expect(await breaking.open().catch(({message}) => message)).to.equal('gone');
    expect(await state.summaries.position()).to.equal(0);
    const other = state.open();
    await expectTrue(state, other);
    expect(await nextRunId(other, DATE)).to.equal(`distribution-${DATE}.121`);
    expect(await nextRunId(other, '2024-01-16' as BusinessDate)).to.equal('distribution-2024-01-16');
  });

  it('looks again when another process was faster, which has seen less', async () => {
    const state = makeState();
    await state.say(1, ADVANCE);
    const seen = await replayed(state);
    await state.say(2, ADVANCE);
    const slow = state.open({
      save: async (...given) => {
        await state.summaries.save(seen, 0, 1);
        return state.summaries.save(...given);
      },
    });
    await expectTrue(state, slow);
  });

  it('does not take in what another process has', async () => {
    const state = makeState();
    await state.say(1, ADVANCE);
    const [one, two] = [state.open(), state.open()];
    await one.open();
    await state.say(2, ADVANCE);
    await two.open();
    state.calls.length = 0;
    expect(await one.open()).to.have.length(2);
    expect(state.calls).to.deep.equal(['heads', 'heads']);
  });

  it('asks the log one question when nothing is new, and reads no run but that which has moved on', async () => {
    const state = makeState();
    for (const n of [1, 2, 3]) await state.say(n, ADVANCE);
    const projection = state.open();
    await projection.open();
    state.calls.length = 0;
    await projection.open();
    expect(state.calls).to.deep.equal(['heads']);
    await state.say(2, ADVANCE);
    state.calls.length = 0;
    await projection.open();
    expect(state.calls.filter((call) => call.startsWith('read'))).to.deep.equal([`read ${runId(DATE, 2)}`]);
  });

  it('sums the same groups once until something is new', async () => {
    const state = makeState();
    await state.say(1, ADVANCE);
    const asked: string[] = [];
    const groupTotals: RunSummaries['groupTotals'] = (groups) => {
      asked.push(groups.join(' '));
      return state.summaries.groupTotals(groups);
    };
    const projection = state.open({groupTotals});
    const [A, B] = ['SC00000001.1', 'SC00000001.2'] as TheoryId[];
    for (const groups of [[A!], [A!], [A!, B!], [A!, B!], [A!]]) {
      expect(await projection.groupTotals(groups)).to.deep.equal(await state.summaries.groupTotals(groups));
    }
    expect(asked).to.deep.equal([A, `${A} ${B}`, A]);
    await state.say(2, ADVANCE);
    await projection.groupTotals([A!]);
    expect(asked).to.have.length(4);
  });

  it('keeps nothing of an answer that the store did not give', async () => {
    const state = makeState();
    await state.say(1, ADVANCE);
    let isGone = true;
    const projection = state.open({open: () => (isGone ? Promise.reject(new Error('gone')) : state.summaries.open())});
    expect(await projection.open().catch(({message}) => message)).to.equal('gone');
    isGone = false;
    expect(await projection.open()).to.have.length(1);
  });
});

/** A process that dies before or after it has saved. */
function dyingAt({summaries}: State, moment: string): RunSummaries['save'] {
  return async (...given) => {
    if (moment === 'die after') await summaries.save(...given);
    throw new Error('dead');
  };
}
