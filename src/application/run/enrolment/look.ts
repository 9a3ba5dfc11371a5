import type {BusinessDate, TheoryId, WallTime} from '../../../domain/ids.ts';
import type {TabValues} from '../../../domain/tab-values.ts';
import type {Database} from '../../../domain/tables.ts';
import type {EnrolmentCipher} from '../../ports/enrolment-cipher.ts';
import type {EnrolmentRegister, RegisterPart} from '../../ports/enrolment-register.ts';

export type RegisterDeps = {readonly register: EnrolmentRegister; readonly enrolmentCipher: EnrolmentCipher};

/** Rows of groups, by `writeKey`; a group without any is absent. */
export type Rows = Readonly<Record<string, number>>;

/** People of the register who count as enrolled. */
export type RegisterSource = {
  readonly source: string;
  readonly parts: number;
  readonly people: number;
  /** No row of theirs is older; null where that is not known. */
  readonly since: Readonly<Record<Database, WallTime>> | null;
  /** Of a run that was abandoned only some, from place to place. */
  readonly ranges?: readonly (readonly [from: number, to: number])[];
};

/**
 * What was known of a campaign when its rows were last looked at. Rows of others show as counts that differ from it; who
 * was met or dealt until then is in the sources that it rests on.
 */
export type Look = {
  readonly on: BusinessDate;
  /** When all rows were last counted, not only the recent ones. */
  readonly countedOn: BusinessDate;
  /** The beginning of the day of the look, by each database's clock: rows not older are the recent ones. */
  readonly since: Readonly<Record<Database, WallTime>>;
  readonly recent: Rows;
  readonly total: Rows;
  /** Rows of others at the first look. */
  readonly beginning: Rows;
  /** Of them, rows that runs of this service have put there. */
  readonly ours: Rows;
  /** The TAB values of each group's earliest row, as far as it is another program's. */
  readonly tabs: Readonly<Record<TheoryId, TabValues>>;
  readonly rests: readonly RegisterSource[];
};

/** Sorts before all other sources, so that it is read first. */
export const AS_OF = 'as-of';

/** Where the register keeps a campaign. Under another key it is another shelf, which is begun anew from the tables. */
export function shelfOf(campaign: string, {keyName}: EnrolmentCipher): string {
  return `${campaign} ${keyName}`;
}

/** The last look, or null for a campaign that is met for the first time. */
export async function readLook({register, enrolmentCipher}: RegisterDeps, shelf: string): Promise<Look | null> {
  for await (const part of register.parts(shelf)) {
    return part.source === AS_OF
      ? (JSON.parse(new TextDecoder().decode(openPart(enrolmentCipher, part))) as Look)
      : null;
  }
  return null;
}

export function lookPart(cipher: EnrolmentCipher, shelf: string, look: Look): RegisterPart {
  return sealPart(cipher, {shelf, source: AS_OF, part: 0}, new TextEncoder().encode(JSON.stringify(look)));
}

type Place = Omit<RegisterPart, 'sealed'>;

/** Binds what is sealed to its place, so that parts can't be swapped. */
export function sealPart(cipher: EnrolmentCipher, place: Place, plain: Uint8Array): RegisterPart {
  return {...place, sealed: cipher.seal(plain, contextOf(place))};
}

export function openPart(cipher: EnrolmentCipher, part: RegisterPart): Uint8Array {
  return cipher.open(part.sealed, contextOf(part));
}

function contextOf({shelf, source, part}: Place): string {
  return `${shelf} ${source} ${part}`;
}
