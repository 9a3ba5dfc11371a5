import {Failure} from '../../application/failure.ts';
import type {Database} from '../../domain/tables.ts';
import {KNOWN_CODES} from './oracle-codes.ts';

/**
 * A driver's error in words that people can use: the work, the code and what to do. The server's own text is left out,
 * since it may repeat values; in Thin mode a code may stand in the text only.
 */
export function oracleFailure(error: unknown, {database, what}: {database: Database; what: string}): unknown {
  if (error instanceof Failure) return error;
  const code = codeOf(error);
  if (code === null) return error;
  const known = KNOWN_CODES.find(({codes}) => codes.includes(code));
  const place = `${database}, ${what}: ${code}`;
  if (!known) return new Failure('unexpected', `${place}, an error that was not foreseen`, {database, cause: error});
  const {kind, says, advice, mayPass} = known;
  const prefix = database === 'spss' ? 'SPSS_' : '';
  return new Failure(kind, `${place}, ${says}`, {
    advice: advice.replaceAll('{prefix}', prefix),
    database,
    mayPass,
    cause: error,
  });
}

/** `ORA-03113`; the driver's own number only where no server's stands in the text. */
function codeOf(error: unknown): string | null {
  if (!(error instanceof Error)) return null;
  const text = `${'code' in error ? String(error.code) : ''} ${error.message}`;
  const server = /\bORA-\d{5}\b/.exec(text)?.[0];
  const driver = /\bNJS-\d{3}\b/.exec(text)?.[0];
  return server ?? (driver && (SERVER_CODES[driver] ?? driver)) ?? socketCode(error);
}

/** What people who know Oracle know the Thin driver's own codes as. */
const SERVER_CODES: Readonly<Record<string, string>> = {
  'NJS-510': 'ORA-12170',
  'NJS-511': 'ORA-12541',
  'NJS-518': 'ORA-12514',
  'NJS-519': 'ORA-12505',
};

/** A connection that broke beneath the driver. */
function socketCode(error: Error): string | null {
  const code = 'code' in error ? String(error.code) : '';
  return /^E[A-Z]{3,}$/.test(code) ? code : null;
}
