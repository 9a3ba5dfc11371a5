import {randomBytes} from 'node:crypto';
import {existsSync} from 'node:fs';
import {join} from 'node:path';
import {Failure} from '../application/failure.ts';
import type {Config, ConfigDraft, SecretName} from './config/config-types.ts';
import {readOrImagine, readOrMake} from './kept-file.ts';

export type Secrets<Name extends SecretName = SecretName> = Readonly<Record<Name, string>>;

const NAMES: readonly SecretName[] = ['ASSIGNMENT_SECRET', 'ROSTER_KEY', 'AUTH_JWT_SECRET'];
export const SECRETS_FILE = 'secrets.json';
export const AUDIT_FILE = 'audit-key';
const KEPT = {name: SECRETS_FILE, make: newSecrets, byHand: NAMES};
const KEY = /^[0-9a-f]{64}$/;

/** The configuration with the secrets that DATA_DIR keeps. */
export function provideSecrets(draft: ConfigDraft): Config {
  return withSecrets(draft, ensureSecrets(draft.dataDir, draft.secrets.generated));
}

/** The same to look around with: where none are kept yet none are made, and passing ones stand in. */
export function peekSecrets(draft: ConfigDraft): Config {
  const {dataDir, secrets} = draft;
  if (secrets.generated.length === 0) return withSecrets(draft, {} as Secrets);
  return withSecrets(draft, parseSecrets(readOrImagine(dataDir, KEPT), dataDir, secrets.generated));
}

function withSecrets(draft: ConfigDraft, kept: Secrets): Config {
  const {auth, secrets} = draft;
  return {
    ...draft,
    auth: auth.type === 'secret' ? {...auth, secret: auth.secret ?? kept.AUTH_JWT_SECRET} : auth,
    secrets: {
      ...secrets,
      assignmentSecret: secrets.assignmentSecret ?? kept.ASSIGNMENT_SECRET,
      rosterKey: secrets.rosterKey ?? kept.ROSTER_KEY,
    },
  };
}

/**
 * The wanted secrets (32 bytes, hex) of DATA_DIR, all of which are made there the first time. However many processes
 * start at once, one file wins and all of them read it. Touches nothing if nothing is wanted.
 */
export function ensureSecrets<Name extends SecretName>(dataDir: string, wanted: readonly Name[]): Secrets<Name> {
  if (wanted.length === 0) return {} as Secrets<Name>;
  const text = readOrMake(dataDir, KEPT);
  return parseSecrets(text, dataDir, wanted);
}

type KeyOfAudit = Pick<Config, 'dataDir' | 'secrets' | 'storage'>;
const AUDIT_KEPT = {name: AUDIT_FILE, make: () => `${newKey()}\n`, byHand: ['AUDIT_KEY']};

/**
 * The key that audit exports are signed with (32 bytes, hex): AUDIT_KEY, or with SQLite that of a file in DATA_DIR, made at the
 * first call; null when neither is. It is asked for when it is needed, so that no run ever depends on it.
 */
export function auditKeyOf(config: KeyOfAudit): string | null {
  const {secrets, storage, dataDir} = config;
  if (secrets.auditKey !== null || storage.type !== 'sqlite') return secrets.auditKey;
  return checkedKey(readOrMake(dataDir, AUDIT_KEPT), dataDir);
}

/** The same to be shown: null where none is kept yet, and none is made. */
export function peekAuditKey(config: KeyOfAudit): string | null {
  const isKept = config.secrets.auditKey !== null || existsSync(join(config.dataDir, AUDIT_FILE));
  return isKept ? auditKeyOf(config) : null;
}

function checkedKey(text: string, dataDir: string): string {
  const key = text.trimEnd();
  if (KEY.test(key)) return key;
  throw new Failure('configuration', `${AUDIT_FILE} in ${dataDir} is damaged`, {
    advice:
      'restore it from a backup, or delete it for a new key and tell auditors its fingerprint (softcollection config)',
  });
}

function newSecrets(): string {
  return `${JSON.stringify(Object.fromEntries(NAMES.map((name) => [name, newKey()])), null, 2)}\n`;
}

function newKey(): string {
  return randomBytes(32).toString('hex');
}

/** The parser's own errors quote the text, so nothing of them is passed on. */
function parseSecrets<Name extends SecretName>(text: string, dataDir: string, wanted: readonly Name[]): Secrets<Name> {
  const found = parseObject(text);
  const entries = wanted.map((name) => {
    const value = found[name];
    if (typeof value === 'string' && KEY.test(value)) return [name, value];
    throw new Failure('configuration', `${SECRETS_FILE} in ${dataDir} is damaged: it has no valid ${name}`, {
      advice:
        `restore ${SECRETS_FILE} from a backup, or set ${name} to its old value; do not just delete it: ` +
        'stored rosters and the plans of old runs cannot be read or checked without it',
    });
  });
  return Object.fromEntries(entries);
}

function parseObject(text: string): Readonly<Record<string, unknown>> {
  try {
    return Object(JSON.parse(text));
  } catch {
    return {};
  }
}
