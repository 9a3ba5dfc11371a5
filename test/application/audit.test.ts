import {readFileSync} from 'node:fs';
import {expect} from 'chai';
import {sha256} from '../../src/adapters/crypto/assignment-keys.ts';
import {auditTrail, openAuditEvent} from '../../src/application/events/audit.ts';
import {hashEvent} from '../../src/application/events/event-envelope.ts';
import type {AdminAction} from '../../src/domain/audit-events.ts';
import {makeWorld} from '../support/world.ts';

const GOLDEN = new URL('../golden/audit/AdminActionRecorded.v1.json', import.meta.url);
const action = (n: number): AdminAction => ({
  who: 'operator',
  what: 'POST /scheduler/stop',
  from: '10.0.0.7',
  outcome: 'done',
  requestId: `r${n}`,
});

describe('the audit', () => {
  it('is read as ever', () => {
    const {stored, opened} = JSON.parse(readFileSync(GOLDEN, 'utf8'));
    expect(openAuditEvent(stored)).to.deep.equal(opened);
    expect(() => openAuditEvent({...stored, schema: 2})).to.throw('newer version');
  });

  it('keeps each action once, in one chain, however many processes write it at once', async () => {
    const {deps} = makeWorld();
    const trails = [auditTrail(deps), auditTrail(deps), auditTrail(deps)];
    await Promise.all(Array.from({length: 30}, (_, i) => trails[i % 3]!(action(i))));
    const stored = await deps.events.read('audit');
    expect(stored.map(({version}) => version)).to.deep.equal(Array.from({length: 30}, (_, i) => i + 1));
    expect(new Set(stored.map(({correlationId}) => correlationId)).size).to.equal(30);
    for (const [i, event] of stored.entries()) {
      expect(event.previousHash).to.equal(i === 0 ? null : hashEvent(stored[i - 1]!, sha256));
    }
    expect(openAuditEvent(stored[0]!).data).to.include({who: 'operator', outcome: 'done'});
  });

  it('never holds what looks like an id, and goes on after a failure', async () => {
    const {deps} = makeWorld();
    let isAway = true;
    const append: typeof deps.events.append = (...given) =>
      isAway ? Promise.reject(new Error('away')) : deps.events.append(...given);
    const trail = auditTrail({...deps, events: {...deps.events, append}});
    const failed = await trail(action(1)).catch((error: Error) => error.message);
    expect(failed).to.equal('away');
    isAway = false;
    await trail({...action(2), who: '900101300012'});
    const [event] = await deps.events.read('audit');
    expect(JSON.stringify(event).includes('900101300012')).to.equal(false);
    expect(event!.actor).to.equal('http:[id]');
  });
});
