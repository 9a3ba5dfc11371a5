import type {Container} from 'inversify';
import type {Services} from '../adapters/cli/cli-services.ts';
import {subjectName} from '../adapters/http/subject-name.ts';
import {listTokens, recordIssued, withdraw} from '../application/events/access-stream.ts';
import type {Origin} from '../application/events/event-envelope.ts';
import {Failure} from '../application/failure.ts';
import type {AssignmentKeys} from '../application/ports/assignment-keys.ts';
import type {IsoInstant} from '../domain/ids.ts';
import {scrub} from '../domain/scrub.ts';
import type {Config} from './config/config-types.ts';
import {TOKENS as T} from './tokens.ts';

/** The same name for the same subject, without its id. */
export function pseudonymOf(keys: AssignmentKeys): (subject: string) => string {
  return (subject) => keys.digest(['subject', subject]).slice(0, 8);
}

export function createTokenServices(
  config: Config,
  open: () => Promise<Container>,
  origin: Origin,
): Pick<Services, 'issueToken' | 'listTokens' | 'revokeTokens'> {
  const deps = async () => (await open()).get(T.runDeps);
  const nameOf = async (sub: string) => subjectName(sub, pseudonymOf((await open()).get(T.keys)));
  return {
    issueToken: async (request) => {
      const {issueToken} = await import('../adapters/http/issue-token.ts');
      const {token, tokenId, expiresAt} = await issueToken(request, config.auth, Date.now());
      const subject = await nameOf(request.sub);
      // One that nobody could list and withdraw is not handed out.
      await recordIssued(await deps(), {tokenId, subject, permission: request.permission, expiresAt}, origin);
      return {token, id: tokenId, expires_at: expiresAt};
    },
    listTokens: async () => listTokens((await deps()).events, Date.now()),
    revokeTokens: async (which) => {
      if ('id' in which) {
        if (scrub(which.id) !== which.id) throw new Failure('usage', 'no token has such an id', {advice: 'token list'});
        await withdraw(await deps(), {tokenId: which.id}, origin);
        return {revoked: which.id};
      }
      const subject = await nameOf(which.sub);
      const issuedUntil = new Date().toISOString() as IsoInstant;
      await withdraw(await deps(), {subject, issuedUntil}, origin);
      return {revoked: `all tokens of ${subject}`};
    },
  };
}
