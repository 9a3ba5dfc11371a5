import type {Log} from '../../application/ports/log.ts';

/** Where a token says that it is an admin's: the names that lead to the claim, and its value. */
export type AdminClaim = {readonly path: readonly string[]; readonly value: string};

/**
 * Whose tokens are taken. A secret means HS256, and admins by `permissions` or `role` unless a claim is named; an address
 * of keys means asymmetric algorithms only, and tokens that a provider made for this service.
 */
export type TokenRules =
  | {
      readonly type: 'secret';
      readonly secret: string;
      readonly issuer: string | null;
      readonly audience: string | null;
      readonly adminClaim: AdminClaim | null;
    }
  | {
      readonly type: 'jwks';
      readonly url: string;
      readonly issuer: string;
      readonly audience: string;
      readonly adminClaim: AdminClaim;
    };

export type HttpConfig = {
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
  /** Where people reach the service; null when that is host and port. */
  readonly publicUrl: string | null;
  readonly auth: TokenRules;
  /** Who may read /metrics; /docs and /openapi.json. */
  readonly metrics: 'open' | 'token' | 'off';
  readonly docs: 'open' | 'token' | 'off';
  readonly version: string;
  readonly log: Log;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** A keyed name for a token's subject that is a person's id: the audit tells two such admins apart. */
  readonly pseudonym: (subject: string) => string;
};
