import {expect} from 'chai';
import {openJournal} from '../../src/application/events/journal.ts';
import {parseHead} from '../../src/application/events/log-head.ts';
import type {Progress} from '../../src/application/events/progress.ts';
import type {EventStore} from '../../src/application/ports/event-store.ts';
import {runId} from '../../src/domain/ids.ts';
import {resume, start} from '../../src/domain/run-decisions.ts';
import {type Command, decisionOf} from '../support/reachable-run.ts';
import {sampleStart} from '../support/sample-run.ts';
import {DATE, makeWorld} from '../support/world.ts';

const RUN = runId(DATE, 1);
const origin = {actor: 'test', correlationId: 'test'};

describe("a run's journal", () => {
  it('is fenced once the run has a greater epoch, and goes on under its own', async () => {
    const {deps} = makeWorld();
    const open = (epoch: number) => openJournal(deps, RUN, origin, () => {}, epoch);
    const [slow, successor] = [await open(1), await open(2)];
    await slow.record(start({...sampleStart, epoch: 1}));
    await successor.record(start({...sampleStart, epoch: 1}));
    await successor.record(resume(2));
    const failure = await slow.record(decisionOf({name: 'advance', n: 1}, slow.run())).catch((error) => error);
    expect(failure).to.include({kind: 'fenced', message: `another process has taken ${RUN} over`});
    await successor.record(decisionOf({name: 'advance', n: 1}, successor.run()));
    expect((await deps.events.read(RUN)).at(-1)!.type).to.equal('DistributionPlanned');
    expect(successor.version()).to.equal(3);
  });

  /** What is told of a run that goes to its end, each step said twice. */
  async function toldOf(change: Partial<EventStore> = {}): Promise<Extract<Progress, {type: 'events'}>[]> {
    const {deps} = makeWorld();
    const told: Progress[] = [];
    const journal = await openJournal({...deps, events: {...deps.events, ...change}}, RUN, origin, (it) =>
      told.push(it),
    );
    const advance: Command = {name: 'advance', n: 1};
    for (let run = journal.run(); run.status !== 'completed'; run = journal.run()) {
      await journal.record(decisionOf(advance, run));
      await journal.record(() => []);
    }
    return told.filter((it) => it.type === 'events');
  }

  it('tells what was appended, once, and nothing where nothing was', async () => {
    const told = await toldOf();
    expect(told.every(({run, events}) => run === RUN && events.length > 0)).to.equal(true);
    expect(told.flatMap(({events}) => events.map(({type}) => type)).slice(0, 2)).to.deep.equal([
      'RunStarted',
      'DistributionPlanned',
    ]);
  });

  it('tells the head of the log after the end, and only there; without one where it cannot be read', async () => {
    const told = await toldOf();
    expect(told.filter((it) => 'head' in it)).to.deep.equal([told.at(-1)]);
    expect(parseHead(told.at(-1)!.head!)).to.include({position: told.flatMap(({events}) => events).length});
    const away = await toldOf({heads: () => Promise.reject(new Error('away'))});
    expect(away).to.have.length(told.length);
    expect(away.filter((it) => 'head' in it)).to.deep.equal([]);
  });
});
