import {readdirSync, readFileSync} from 'node:fs';
import {expect} from 'chai';
import {
  CAMPAIGN_EVENT_TYPES,
  currentSchema,
  openCampaignEvent,
  openEvent,
  openSchedulerEvent,
  RUN_EVENT_TYPES,
  SCHEDULER_EVENT_TYPES,
} from '../../src/application/events/upcast.ts';
import {Failure} from '../../src/application/failure.ts';
import type {StoredEvent} from '../../src/application/ports/event-store.ts';

type Golden = {readonly file: string; readonly stored: StoredEvent; readonly opened: unknown};

/** The folder of each kind of stream. */
const KINDS = {
  'events of a run': {folder: 'events', types: RUN_EVENT_TYPES, open: openEvent},
  'events of the scheduler': {folder: 'scheduler-events', types: SCHEDULER_EVENT_TYPES, open: openSchedulerEvent},
  'events of a campaign': {folder: 'campaign-events', types: CAMPAIGN_EVENT_TYPES, open: openCampaignEvent},
} as const;

function goldenIn(name: string): Golden[] {
  const folder = new URL(`../golden/${name}/`, import.meta.url);
  return readdirSync(folder).map((file) => ({file, ...JSON.parse(readFileSync(new URL(file, folder), 'utf8'))}));
}

describe('events as stored', () => {
  for (const [kind, {folder, types, open}] of Object.entries(KINDS)) {
    const golden = goldenIn(folder);

    it(`have a golden file for every type and schema that was ever written: ${kind}`, () => {
      const wanted = types.flatMap((type) =>
        Array.from({length: currentSchema(type)}, (_, i) => `${type}.v${i + 1}.json`),
      );
      expect(golden.map(({file}) => file)).to.have.members(wanted);
      for (const {file, stored} of golden) expect(file).to.equal(`${stored.type}.v${stored.schema}.json`);
    });

    for (const {file, stored, opened} of golden) {
      it(`are read as ever: ${folder}/${file}`, () => {
        expect(open(stored)).to.deep.equal(opened);
      });
    }
  }

  it('of an old schema are brought up to date step by step', () => {
    const upcasters = {
      RunResumed: [(old: {n: number}) => ({count: old.n}), (old: {count: number}) => ({epoch: old.count + 1})],
    } as never;
    const open = (schema: number, data: unknown) => openEvent({type: 'RunResumed', schema, data}, upcasters).data;
    expect(currentSchema('RunResumed', upcasters)).to.equal(3);
    expect([open(1, {n: 1}), open(2, {count: 1}), open(3, {epoch: 1})]).to.deep.equal([
      {epoch: 2},
      {epoch: 2},
      {epoch: 1},
    ]);
  });

  it('by a newer version are refused', () => {
    for (const event of [
      {type: 'RunResumed', schema: 2, data: {}},
      {type: 'RunTeleported', schema: 1, data: {}},
      {type: 'SlotMissed', schema: 2, data: {}},
    ]) {
      expect(() => openEvent(event))
        .to.throw(Failure, `an event ${event.type} of schema ${event.schema} was written by a newer version`)
        .and.to.include({
          kind: 'unexpected',
          advice: 'run the newer version of softcollection on this state store',
        });
      expect(() => openSchedulerEvent(event)).to.throw('newer version');
    }
  });
});
