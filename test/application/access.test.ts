import {readdirSync, readFileSync} from 'node:fs';
import {expect} from 'chai';
import {listTokens, readAccess, recordIssued, withdraw} from '../../src/application/events/access-stream.ts';
import {listAudit} from '../../src/application/events/audit.ts';
import {openAccessEvent} from '../../src/application/events/upcast.ts';
import {type IssuedToken, isWithdrawn} from '../../src/domain/access.ts';
import type {IsoInstant} from '../../src/domain/ids.ts';
import {makeWorld} from '../support/world.ts';

const GOLDEN = new URL('../golden/access/', import.meta.url);
const at = (hour: number) => `2024-01-15T0${hour}:00:00.000Z` as IsoInstant;
const token = (tokenId: string, subject = 'operator'): IssuedToken => ({
  ...{tokenId, subject, permission: 'admin', expiresAt: '2024-02-14T00:00:00.000Z' as IsoInstant},
});
const origin = {actor: 'cli:root', correlationId: 'call'};

describe('access', () => {
  it('is read as ever', () => {
    for (const name of readdirSync(GOLDEN)) {
      const {stored, opened} = JSON.parse(readFileSync(new URL(name, GOLDEN), 'utf8'));
      expect(openAccessEvent(stored), name).to.deep.equal(opened);
    }
  });

  it('is withdrawn of one token alone, or of all that a subject had until then', async () => {
    const {deps} = makeWorld();
    await withdraw(deps, {tokenId: 'b'}, origin);
    await withdraw(deps, {subject: 'gone', issuedUntil: at(3)}, origin);
    const access = await readAccess(deps.events);
    const names: [string | null, string, IsoInstant | null, boolean][] = [
      ['a', 'operator', at(1), false], ['b', 'operator', at(5), true], [null, 'operator', null, false],
      ['c', 'gone', at(3), true], ['c', 'gone', at(4), false], [null, 'gone', null, true],
    ]; // biome-ignore format: a table
    for (const [tokenId, subject, issuedAt, expected] of names)
      expect(isWithdrawn(access, {tokenId, subject, issuedAt}), `${tokenId} ${subject}`).to.equal(expected);
  });

  it('is listed newest first with what became of it, and stands in the audit', async () => {
    const {deps, clock} = makeWorld();
    for (const id of ['a', 'b']) {
      await recordIssued(deps, token(id), origin);
      clock.advance(1_000);
    }
    await withdraw(deps, {tokenId: 'a'}, origin);
    const statuses = async (now: number) => (await listTokens(deps.events, now)).map(({id, status}) => [id, status]);
    expect(await statuses(clock.now())).to.deep.equal([
      ['b', 'valid'],
      ['a', 'revoked'],
    ]);
    const expiry = Date.parse(token('b').expiresAt);
    expect((await statuses(expiry - 1))[0]).to.deep.equal(['b', 'valid']);
    expect((await statuses(expiry))[0]).to.deep.equal(['b', 'expired']);
    const audit = await listAudit(deps.events, null, 'Asia/Almaty');
    expect(audit.map(({who, what}) => [who, what])).to.deep.equal([
      ['cli:root', 'token revoked: a'],
      ['cli:root', 'token issued: admin for operator until 2024-02-14T00:00:00.000Z'],
      ['cli:root', 'token issued: admin for operator until 2024-02-14T00:00:00.000Z'],
    ]);
  });
});
