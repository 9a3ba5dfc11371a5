import {Failure} from '../../application/failure.ts';
import type {Database} from '../../domain/tables.ts';
import {LOGIN_CODES} from './login-codes.ts';
import {PASSING_CODES} from './passing-codes.ts';
import {REFUSAL_CODES} from './refusal-codes.ts';

type Place = {
  readonly database: Database;
  /** Table and groups. */
  readonly what: string;
  /** Some codes mean something else before there is a session. */
  readonly at?: 'login';
};

/**
 * A driver's error in words that people can use: the work, the code and what to do. Neither the server's own text nor the
 * error itself is passed on, since both may repeat values; in Thin mode a code may stand in the text only.
 */
export function oracleFailure(error: unknown, {database, what, at}: Place): unknown {
  if (error instanceof Failure || !(error instanceof Error)) return error;
  const codes = codesOf(error);
  if (codes.length === 0) return error;
  const classes = [...(at === 'login' ? LOGIN_CODES : []), ...PASSING_CODES, ...REFUSAL_CODES];
  const known = (code: string) => classes.find(({codes}) => codes.includes(code));
  const meant = codes.find(known);
  const code = meant?.startsWith('ORA-') ? meant : codes[0]!;
  const place = `${database}, ${what}: ${code}`;
  const meaning = known(disguised(error) ?? meant ?? '');
  if (!meaning) return new Failure('unexpected', `${place}, an error that was not foreseen`, {database});
  const {kind, says, advice, retryable} = meaning;
  const prefix = database === 'spss' ? 'SPSS_' : '';
  return new Failure(kind, `${place}, ${says}`, {advice: advice.replaceAll('{prefix}', prefix), database, retryable});
}

/** Of a call that our own deadline ended: what has become of it, nobody knows. */
export function unanswered(ms: number, what: string, database: Database): Failure {
  return new Failure('unreachable', `${database}, ${what}: no answer within ${ms / 1000} s, the session was given up`, {
    advice: 'see whether the database hangs (alert log, archive area, storage) or a firewall drops idle connections',
    database,
    retryable: true,
  });
}

export function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && codesOf(error).includes(code);
}

/**
 * All codes of an error, the most telling first: the server's own, then the driver's, then the socket's. ORA-00604 only says
 * that another error happened inside.
 */
function codesOf(error: Error): string[] {
  const text = textOf(error);
  const server: string[] = text.match(/\bORA-\d{5}\b/g) ?? [];
  const driver = (text.match(/\b(NJS-\d{3}|DPI-\d{4})\b/g) ?? []).map((code) => serverCode(code, text));
  const socket = /^E[A-Z]{3,}$/.exec(ownCode(error)) ?? [];
  const codes = [...server, ...driver, ...socket];
  return [...codes.filter((code) => code !== OUTER), ...codes.filter((code) => code === OUTER)];
}

const OUTER = 'ORA-00604';

/** What people who know Oracle know the Thin driver's own codes as. */
function serverCode(driver: string, text: string): string {
  if (driver === 'NJS-503' && /\bECONNREFUSED\b/.test(text)) return 'ORA-12541';
  return SERVER_CODES[driver] ?? driver;
}

const SERVER_CODES: Readonly<Record<string, string>> = {
  'NJS-510': 'ORA-12170',
  'NJS-511': 'ORA-12541',
  'NJS-518': 'ORA-12514',
  'NJS-519': 'ORA-12505',
  'NJS-530': 'ORA-12545',
};

/** A code that stands for what really happened where the driver's own says something else. */
function disguised(error: Error): string | null {
  const text = textOf(error);
  if (/\bewallet\.pem\b/.test(text)) return 'NJS-505';
  // A handshake that was cut short says nothing about certificates.
  return text.includes('NJS-506') && /ECONNRESET|EPIPE|socket disconnected/.test(text) ? 'ECONNRESET' : null;
}

const ownCode = (error: Error) => ('code' in error ? String(error.code) : '');
const textOf = (error: Error) => `${ownCode(error)} ${error.message}`;
