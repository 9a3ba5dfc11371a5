import type {Log} from '../../application/ports/log.ts';
import type {Language} from '../../application/words/language.ts';
import type {Database} from '../../domain/tables.ts';

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
      /** Those of before, for as long as their tokens are still to be taken. */
      readonly olderSecrets: readonly string[];
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

/** What every page says of where it stands, and how. */
export type PageSettings = {
  /** The installation's name; null when it has none. */
  readonly instance: string | null;
  /** Where its two databases are. */
  readonly hosts: Readonly<Record<Database, string>>;
  /** Of who has asked for none that there is. */
  readonly language: Language;
  readonly zone: string;
  readonly countDay: string;
  /** Beyond it the safety stop fires. */
  readonly maxUsers: number;
};

/** An OpenID Connect provider. Who has neither value in the claim does not get in. */
export type ProviderSettings = {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** The names that lead to the claim of roles. */
  readonly roleClaim: readonly string[];
  readonly admin: string | null;
  readonly viewer: string | null;
};

/** PEM files: the certificate with its chain, and its key. */
export type TlsFiles = {readonly certFile: string; readonly keyFile: string};

export type HttpConfig = {
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
  /** Where people reach the service; null when that is host and port. */
  readonly publicUrl: string | null;
  /** Null: plain HTTP. */
  readonly tls: TlsFiles | null;
  /** Addresses and networks whose `X-Forwarded-…` headers are believed. */
  readonly trustedProxies: readonly string[];
  readonly auth: TokenRules;
  /** What cookies are sealed with: the same in all processes. */
  readonly sessionSecret: string;
  /** Where people sign in with the bank's own account; only with a public URL. */
  readonly provider: ProviderSettings | null;
  /** Who may read /metrics; /docs and /openapi.json. */
  readonly metrics: 'open' | 'token' | 'off';
  readonly docs: 'open' | 'token' | 'off';
  readonly version: string;
  readonly page: PageSettings;
  readonly log: Log;
  /** Lines that the log could not take, since the start. */
  readonly linesLost: () => number;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Milliseconds since some moment, whatever is done to the clock: for ages. */
  readonly elapsed: () => number;
  /** A keyed name for a token's subject that is a person's id: the audit tells two such admins apart. */
  readonly pseudonym: (subject: string) => string;
};

/** Whoever asks, people reach the service by HTTPS. */
export function isHttpsAlways({publicUrl, tls}: Pick<HttpConfig, 'publicUrl' | 'tls'>): boolean {
  return tls !== null || publicUrl?.startsWith('https:') === true;
}
