import {Failure} from '../../application/failure.ts';
import {scrub} from '../../domain/scrub.ts';

/** What is known of an error without loading the driver. */
type DriverError = Error & {readonly code?: unknown; readonly codeName?: unknown; readonly errorLabels?: unknown};

/** Errors of a connection, or of its being made; their texts name hosts and ports, and no data. */
const NETWORK = [
  'MongoNetworkError',
  'MongoNetworkTimeoutError',
  'MongoPoolClearedError',
  'MongoPoolClearedOnNetworkError',
  'MongoServerSelectionError',
  'MongoOperationTimeoutError',
  'MongoWaitQueueTimeoutError',
];
/** The driver gave up a connection, a cursor or a client in use; or the write stands, but not yet on a majority. */
const PASSING = [
  'MongoWriteConcernError',
  'MongoPoolClosedError',
  'MongoTopologyClosedError',
  'MongoServerClosedError',
  'MongoClientClosedError',
  'MongoNotConnectedError',
  'MongoStalePrimaryError',
  'MongoExpiredSessionError',
];
const SYSTEM =
  /^(EPIPE|ECONN\w+|ETIMEDOUT|ETIMEOUT|ENOTFOUND|EAI_AGAIN|ESERVFAIL|EREFUSED|ENODATA|ENETUNREACH|EHOSTUNREACH|EHOSTDOWN)$/;
/** A server that starts, stops, loses or seeks its primary, is overloaded, or has killed the cursor. */
const PASSING_CODES = [
  6, 7, 43, 50, 64, 89, 91, 112, 134, 189, 202, 234, 237, 262, 279, 317, 365, 402, 462, 9001, 10058, 10107, 11600,
  11602, 13435, 13436,
];
const DUPLICATE_KEY = 11000;
const NAMESPACE_NOT_FOUND = 26;

/** Whether the same may go well later. What was asked for may have been done all the same. */
export function isPassing(error: unknown): boolean {
  if (!(error instanceof Error) || error instanceof Failure) return false;
  const {name, code} = error as DriverError;
  return (
    NETWORK.includes(name) ||
    PASSING.includes(name) ||
    (typeof code === 'string' && SYSTEM.test(code)) ||
    (isDriverError(error) && typeof code === 'number' && PASSING_CODES.includes(code)) ||
    ['RetryableWriteError', 'RetryableError', 'TransientTransactionError'].some((label) => hasLabel(error, label))
  );
}

export function isDuplicate(error: unknown): boolean {
  return isDriverError(error) && error.code === DUPLICATE_KEY;
}

export function findsNoServer(error: unknown): boolean {
  return error instanceof Error && error.name === 'MongoServerSelectionError';
}

/** There is no such collection. */
export function isMissing(error: unknown): boolean {
  return isDriverError(error) && error.code === NAMESPACE_NOT_FOUND;
}

/**
 * What people can mend, in their words. A driver's error keeps documents and keys, and may quote the URI; so nothing of it
 * goes on but its name, its code and, for a broken connection, the text. What is not of the driver stays what it was.
 */
export function mongoFailure(error: unknown): unknown {
  if (error instanceof Failure) return error;
  if (isPassing(error)) {
    return new Failure('unreachable', `MongoDB does not answer (${reasonOf(error as DriverError)})`, {advice: AWAY});
  }
  if (!isDriverError(error)) return error;
  const [, what, advice] = KNOWN.find(([code]) => code === error.code) ?? [];
  if (what) return new Failure('unreachable', `MongoDB ${what} (${nameOf(error)})`, {advice: advice!});
  if (['MongoParseError', 'MongoAPIError'].includes(error.name)) return badUri(error);
  return new Failure('unexpected', `MongoDB answered with an error (${nameOf(error)})`);
}

/** The driver has neither done the work nor given it up; whether it was done is unknown. */
export function neverAnswered(): Failure {
  return new Failure('unreachable', 'MongoDB does not answer (nor does its driver give up)', {advice: AWAY});
}

/** The driver does not understand MONGODB_URI. */
export function badUri(error: unknown): Failure {
  const known = /^options? [\w, ]+ (is|are) not supported$/.exec((error as Error).message)?.[0];
  const advice = 'mend MONGODB_URI: its options, and user and password percent-encoded';
  return new Failure('configuration', `MONGODB_URI is not understood (${known ?? (error as Error).name})`, {advice});
}

const AWAY =
  'see that MongoDB runs and has a primary (rs.status()), and that MONGODB_URI names its hosts and ports; ' +
  'then: softcollection resume';
const LOGIN = 'mend user, password (percent-encoded) and authSource in MONGODB_URI';
const KNOWN: readonly (readonly [code: number, what: string, advice: string])[] = [
  [18, 'refuses the login', LOGIN],
  [8000, 'refuses the login', LOGIN],
  [13, 'refuses access', "grant MONGODB_URI's user the role readWrite on its database"],
  [14031, 'has no space left', "free space on the disk of MongoDB's data, then: softcollection resume"],
  [100, 'has too few members to keep anything safe', 'start the other members of the replica set'],
];

function reasonOf(error: DriverError): string {
  const {name, code, message} = error;
  if (!NETWORK.includes(name) && typeof code !== 'string') return nameOf(error);
  const text = message.split('\n')[0]!.replace(/\S*:\/\/\S*/g, '[address]');
  return scrub(text).slice(0, 200);
}

function nameOf({name, code, codeName}: DriverError): string {
  return [name, code, codeName].filter((part) => typeof part === 'string' || typeof part === 'number').join(' ');
}

function isDriverError(error: unknown): error is DriverError {
  return error instanceof Error && /^(Mongo|BSON)/.test(error.name);
}

function hasLabel(error: DriverError, label: string): boolean {
  return Array.isArray(error.errorLabels) && error.errorLabels.includes(label);
}
