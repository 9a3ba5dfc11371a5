import type {Collection, Db, IndexDescription} from 'mongodb';
import type {RegisterPart} from '../../application/ports/enrolment-register.ts';
import type {StoredEvent} from '../../application/ports/event-store.ts';
import type {SentMail} from '../../application/ports/sent-mails.ts';
import type {IsoInstant} from '../../domain/ids.ts';

/** An event without what its batch says; `data` as JSON text, so that it is read as it was hashed, to the letter. */
export type KeptEvent = Omit<StoredEvent, 'stream' | 'version' | 'data'> & {readonly data: string};

/** One append: events of `version` to `last`, under the id of the first. Never changed, never deleted. */
export type EventBatch = {
  readonly _id: string;
  readonly stream: string;
  readonly version: number;
  readonly last: number;
  /** In the log, from 1 without gaps; those of version 0.1.0 have none and come before all others. */
  readonly position?: number;
  readonly events: readonly KeptEvent[];
};

/** How far a read model goes; its documents are those of the generation. */
export type Projection = {
  readonly _id: string;
  readonly shape: number;
  readonly generation: string;
  readonly position: number;
};

/** `_id`: the generation and a key by which runs sort; `summary` as JSON text. */
export type KeptSummary = {
  readonly _id: string;
  readonly generation: string;
  readonly key: string;
  readonly version: number;
  readonly status: string;
  readonly slot: IsoInstant | null;
  readonly open: boolean;
  readonly dealt: readonly {readonly theoryId: string; readonly people: number}[];
  readonly summary: string;
};

/** Publishes the parts of one generation; `groups` says how many there are, so that a lost one is noticed. */
export type RosterHeader = {
  readonly _id: string;
  readonly wrappedKey: Uint8Array;
  readonly generation: string;
  readonly groups: readonly {readonly theoryId: string; readonly parts: number}[];
};

/** Belongs to no roster until a header names its generation, which begins with the time it was begun at. */
export type KeptPart = {
  readonly _id: string;
  readonly generation: string;
  readonly theoryId: string;
  readonly part: number;
  readonly sealed: Uint8Array;
};

/** A part of the enrolment register; `_id` orders a shelf's parts by source and number. */
export type KeptRegisterPart = RegisterPart & {readonly _id: string};

/** `_id`: the mail's own. */
export type KeptMail = Omit<SentMail, 'id'> & {readonly _id: string};

/** `expiresAt` in ms since 1970; 0 when it was given back. */
export type KeptLease = {
  readonly _id: string;
  readonly epoch: number;
  readonly owner: string;
  /** Of the call that acquired it. */
  readonly token: string;
  readonly expiresAt: number;
};

export const eventsOf = (db: Db): Collection<EventBatch> => db.collection<EventBatch>('events');
export const projectionsOf = (db: Db): Collection<Projection> => db.collection<Projection>('projections');
export const summariesOf = (db: Db): Collection<KeptSummary> => db.collection<KeptSummary>('run_summaries');
export const rostersOf = (db: Db): Collection<RosterHeader> => db.collection<RosterHeader>('rosters');
export const partsOf = (db: Db): Collection<KeptPart> => db.collection<KeptPart>('roster_parts');
export const registerOf = (db: Db): Collection<KeptRegisterPart> => db.collection<KeptRegisterPart>('enrolment_parts');
export const mailsOf = (db: Db): Collection<KeptMail> => db.collection<KeptMail>('mails');
export const leasesOf = (db: Db): Collection<KeptLease> => db.collection<KeptLease>('leases');

export const EVENT_INDEXES: IndexDescription[] = [
  {key: {stream: 1, version: 1}, unique: true},
  {key: {stream: 1, last: 1}, unique: true},
  {key: {position: 1}, unique: true, partialFilterExpression: {position: {$gt: 0}}},
];
const PART_INDEXES: IndexDescription[] = [{key: {generation: 1, theoryId: 1, part: 1}, unique: true}];

const REGISTER_INDEXES: IndexDescription[] = [{key: {shelf: 1, _id: 1}}, {key: {shelf: 1, source: 1}}];
export const SUMMARY_INDEXES: IndexDescription[] = [
  {key: {generation: 1, key: 1}, unique: true},
  {key: {generation: 1, status: 1, key: 1}},
  {key: {generation: 1, open: 1, key: 1}},
  {key: {generation: 1, slot: 1}},
  {key: {generation: 1, 'dealt.theoryId': 1}},
];

/** By collection. */
export const INDEXES: Readonly<Record<string, IndexDescription[]>> = {
  events: EVENT_INDEXES,
  run_summaries: SUMMARY_INDEXES,
  roster_parts: PART_INDEXES,
  enrolment_parts: REGISTER_INDEXES,
};

/** Makes what is not there yet. */
export async function createIndexes(db: Db): Promise<void> {
  for (const [name, indexes] of Object.entries(INDEXES)) await db.collection(name).createIndexes(indexes);
}
