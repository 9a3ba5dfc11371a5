import {readdirSync, readFileSync} from 'node:fs';
import {expect} from 'chai';
import type {StoredEvent} from '../../src/application/ports/event-store.ts';
import {currentSchema, openEvent, RUN_EVENT_TYPES} from '../../src/application/upcast.ts';

const FOLDER = new URL('../golden/events/', import.meta.url);

type Golden = {readonly stored: StoredEvent; readonly opened: unknown};

const golden = readdirSync(FOLDER).map((file) => ({
  file,
  ...(JSON.parse(readFileSync(new URL(file, FOLDER), 'utf8')) as Golden),
}));

describe('events as stored', () => {
  it('have a golden file for every type and schema that was ever written', () => {
    const wanted = RUN_EVENT_TYPES.flatMap((type) =>
      Array.from({length: currentSchema(type)}, (_, i) => `${type}.v${i + 1}.json`),
    );
    expect(golden.map(({file}) => file)).to.have.members(wanted);
    for (const {file, stored} of golden) expect(file).to.equal(`${stored.type}.v${stored.schema}.json`);
  });

  for (const {file, stored, opened} of golden) {
    it(`are read as ever: ${file}`, () => {
      expect(openEvent(stored)).to.deep.equal(opened);
    });
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
    ]) {
      expect(() => openEvent(event)).to.throw('newer version');
    }
  });
});
