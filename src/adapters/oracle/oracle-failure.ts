import {Failure} from '../../application/failure.ts';
import type {Database} from '../../domain/tables.ts';
import {KNOWN_CODES} from './oracle-codes.ts';

/**
 * A driver's error in words that people can use: the work, the code and what to do. Neither the server's own text nor the
 * error itself is passed on, since both may repeat values; in Thin mode a code may stand in the text only.
 */
export function oracleFailure(error: unknown, {database, what}: {database: Database; what: string}): unknown {
  if (error instanceof Failure || !(error instanceof Error)) return error;
  const codes = codesOf(error);
  if (codes.length === 0) return error;
  const meant = codes.find(known);
  const code = meant?.startsWith('ORA-') ? meant : codes[0]!;
  const place = `${database}, ${what}: ${code}`;
  const meaning = known(disguised(error) ?? meant ?? '');
  if (!meaning) return new Failure('unexpected', `${place}, an error that was not foreseen`, {database});
  const {kind, says, advice, retryable} = meaning;
  const prefix = database === 'spss' ? 'SPSS_' : '';
  return new Failure(kind, `${place}, ${says}`, {advice: advice.replaceAll('{prefix}', prefix), database, retryable});
}

const known = (code: string) => KNOWN_CODES.find(({codes}) => codes.includes(code));

/**
 * All codes of an error, the most telling first: the server's own (ORA-00604 and the like stand around another), then the
 * driver's, then the socket's.
 */
function codesOf(error: Error): string[] {
  const text = textOf(error);
  const server = text.match(/\bORA-\d{5}\b/g) ?? [];
  const driver = (text.match(/\bNJS-\d{3}\b/g) ?? []).map((code) => serverCode(code, text));
  const socket = /^E[A-Z]{3,}$/.exec(ownCode(error)) ?? [];
  return [...server, ...driver, ...socket];
}

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
