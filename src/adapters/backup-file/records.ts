import type {BackupRecord} from '../../application/ports/backup-file.ts';

/** A record as plain JSON: its bytes as base64. */
export function toJson(record: BackupRecord): object {
  switch (record.kind) {
    case 'event':
      return record;
    case 'roster':
      return {...record, wrappedKey: base64(record.wrappedKey), parts: record.parts.map(sealedAsText)};
    case 'register':
      return {...record, part: sealedAsText(record.part)};
    case 'mail':
      return {...record, mail: {...record.mail, html: base64(record.mail.html)}};
    default:
      return record satisfies never;
  }
}

type Sealed<Part> = Omit<Part, 'sealed'> & {readonly sealed: string};
type Json<Kind extends BackupRecord['kind']> = Extract<BackupRecord, {kind: Kind}>;
/** What `toJson` makes. */
export type JsonRecord =
  | Json<'event'>
  | (Omit<Json<'roster'>, 'wrappedKey' | 'parts'> & {
      wrappedKey: string;
      parts: readonly Sealed<Json<'roster'>['parts'][number]>[];
    })
  | {kind: 'register'; part: Sealed<Json<'register'>['part']>}
  | {kind: 'mail'; mail: Omit<Json<'mail'>['mail'], 'html'> & {html: string}};

export function fromJson(json: JsonRecord): BackupRecord {
  switch (json.kind) {
    case 'event':
      return json;
    case 'roster':
      return {...json, wrappedKey: bytes(json.wrappedKey), parts: json.parts.map(sealedAsBytes)};
    case 'register':
      return {...json, part: sealedAsBytes(json.part)};
    case 'mail':
      return {...json, mail: {...json.mail, html: bytes(json.mail.html)}};
    default:
      return json satisfies never;
  }
}

function sealedAsText<Part extends {sealed: Uint8Array}>(part: Part): Sealed<Part> {
  return {...part, sealed: base64(part.sealed)};
}

function sealedAsBytes<Part extends {sealed: string}>(part: Part) {
  return {...part, sealed: bytes(part.sealed)};
}

function base64(given: Uint8Array): string {
  return Buffer.from(given.buffer, given.byteOffset, given.byteLength).toString('base64');
}

function bytes(text: string): Uint8Array {
  return Buffer.from(text, 'base64');
}
