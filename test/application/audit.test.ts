import {readFileSync} from 'node:fs';
import {expect} from 'chai';
import {recordIssued, withdraw} from '../../src/application/events/access-stream.ts';
import {auditTrail, listAudit} from '../../src/application/events/audit.ts';
import {hashEvent} from '../../src/application/events/event-envelope.ts';
import {openAuditEvent} from '../../src/application/events/upcast.ts';
import type {AdminAction} from '../../src/domain/audit-events.ts';
import type {BusinessDate, IsoInstant} from '../../src/domain/ids.ts';
import {makeWorld} from '../support/world.ts';

const GOLDEN = new URL('../golden/audit/AdminActionRecorded.v1.json', import.meta.url);
const at = (day: string) => `${day}T00:00:00.000Z` as IsoInstant;
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
      expect(event.causationId).to.equal(stored[i - 1]?.id ?? null);
      expect(event.previousHash).to.equal(i === 0 ? null : hashEvent(stored[i - 1]!, deps.hash));
    }
    expect(openAuditEvent(stored[0]!).data).to.include({who: 'operator', outcome: 'done'});
  });

  it('is listed newest first, from a day on as days begin in the zone', async () => {
    const {deps, clock} = makeWorld();
    const trail = auditTrail(deps);
    await trail(action(1));
    clock.advance(Date.parse('2024-01-15T17:59:59Z') - clock.now());
    await trail(action(2));
    clock.advance(1_000);
    await trail(action(3));
    const since = async (date: string | null) =>
      (await listAudit(deps.events, date as BusinessDate | null, 'Asia/Almaty')).map(({request_id}) => request_id);
    expect(await since(null)).to.deep.equal(['r3', 'r2', 'r1']);
    expect(await since('2024-01-15')).to.deep.equal(['r3', 'r2', 'r1']);
    expect(await since('2024-01-16')).to.deep.equal(['r3']);
    const {requestId: _, ...shown} = action(3);
    expect((await listAudit(deps.events, null, 'Asia/Almaty'))[0]).to.deep.equal({
      ...shown,
      at: '2024-01-15T18:00:00.000Z',
      request_id: 'r3',
    });
  });

  it('lists who was given access among the actions, in the order in which it happened', async () => {
    const {deps, clock} = makeWorld();
    const trail = auditTrail(deps);
    const token = {tokenId: 'a', subject: 'operator', permission: 'admin', expiresAt: at('2024-02-14')} as const;
    const origin = {actor: 'cli:root', correlationId: 'call'};
    const steps = [
      () => recordIssued(deps, token, origin),
      () => trail(action(1)),
      () => withdraw(deps, {tokenId: 'session-1'}, origin),
      () => withdraw(deps, {subject: 'operator', issuedUntil: at('2024-01-15')}, origin),
      () => trail(action(2)),
      () => withdraw(deps, {tokenId: 'a'}, origin),
    ];
    for (const step of steps) {
      await step();
      clock.advance(1_000);
    }
    const listed = await listAudit(deps.events, null, 'Asia/Almaty');
    expect(listed.map(({what}) => what)).to.deep.equal([
      'token revoked: a',
      'POST /scheduler/stop',
      'tokens revoked: all of operator',
      'signed out',
      'POST /scheduler/stop',
      'token issued: admin for operator until 2024-02-14T00:00:00.000Z',
    ]);
    const {at: _, what: __, ...rest} = listed[0]!;
    expect(rest).to.deep.equal({who: 'cli:root', from: 'command line', outcome: 'done', request_id: 'call'});
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
