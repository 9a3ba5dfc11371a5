import type {Log} from '../../application/ports/log.ts';

/** Whose tokens are taken. A secret means HS256; an address of keys means asymmetric algorithms only. */
export type TokenRules = (
  | {readonly type: 'secret'; readonly secret: string}
  | {readonly type: 'jwks'; readonly url: string}
) & {readonly issuer: string | null; readonly audience: string | null};

export type HttpConfig = {
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
  /** Where people reach the service; null when that is host and port. */
  readonly publicUrl: string | null;
  readonly auth: TokenRules;
  readonly metrics: 'open' | 'token' | 'off';
  readonly version: string;
  readonly log: Log;
  /** Milliseconds since 1970. */
  readonly now: () => number;
};
