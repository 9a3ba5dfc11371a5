import type {Allocation} from '../../../domain/group-allocator.ts';
import type {BusinessDate} from '../../../domain/ids.ts';
import type {Fingerprints} from '../../ports/enrolment-cipher.ts';
import type {RegisterPart} from '../../ports/enrolment-register.ts';
import {rosterEpoch} from '../roster.ts';
import {endedShelves} from './ended-shelves.ts';
import type {CampaignEnrolment} from './find-enrolled.ts';
import {joinFingerprints} from './fingerprint-index.ts';
import {lookPart, type RegisterDeps, sealPart, shelfOf} from './look.ts';
import {TABLES_SOURCE} from './settle-sources.ts';

/** Keeps a part near 1 MB. */
const PART_PEOPLE = 100_000;
/** So long an ended campaign is kept at least, should its end be put off. */
const DAYS_AFTER_END = 7;

/**
 * Keeps what was found out, and before a plan is appended the people whom it deals: they count once it stands. Parts that
 * attempts under an older lease have left behind are removed first; the plan of an earlier try under this one may yet land.
 */
export async function saveEnrolment(
  deps: RegisterDeps,
  rosterId: string,
  enrolments: readonly CampaignEnrolment[],
  dealt: Allocation | null,
): Promise<void> {
  for (const {shelf, gone} of enrolments) {
    const left = gone.filter((source) => rosterEpoch(source) < rosterEpoch(rosterId));
    if (left.length > 0) await deps.register.remove(shelf, left);
  }
  await deps.register.add(partsOf(deps, rosterId, enrolments, dealt));
}

function* partsOf(
  deps: RegisterDeps,
  rosterId: string,
  enrolments: readonly CampaignEnrolment[],
  dealt: Allocation | null,
): Iterable<RegisterPart> {
  for (const {shelf, look, added} of enrolments) {
    const source = `${TABLES_SOURCE}${look.rests.length}/${rosterId}`;
    const parts = [...cut(deps, shelf, source, added)];
    yield* parts;
    const met = {source, parts: parts.length, people: added.length / 2, since: null};
    const rests = parts.length > 0 ? [...look.rests, met] : look.rests;
    yield lookPart(deps.enrolmentCipher, shelf, {...look, rests});
  }
  for (const {campaign, groups} of dealt?.plan ?? []) {
    const people = groups.map((group) => deps.enrolmentCipher.fingerprints(dealt?.membersOf(group) ?? []));
    yield* cut(deps, shelfOf(campaign.theoryId, deps.enrolmentCipher), rosterId, joinFingerprints(people));
  }
}

function* cut(
  {enrolmentCipher}: RegisterDeps,
  shelf: string,
  source: string,
  people: Fingerprints,
): Iterable<RegisterPart> {
  for (let from = 0, part = 0; from < people.length; from += PART_PEOPLE * 2, part++) {
    const {buffer, byteOffset, byteLength} = people.subarray(from, from + PART_PEOPLE * 2);
    yield sealPart(enrolmentCipher, {shelf, source, part}, new Uint8Array(buffer, byteOffset, byteLength));
  }
}

/** Drops campaigns that were last active a week before a date, or as many days as former groups are known, if that is more. */
export async function dropEnded(
  deps: RegisterDeps,
  active: readonly CampaignEnrolment[],
  on: BusinessDate,
  carryOverDays: number,
): Promise<void> {
  const kept = Math.max(DAYS_AFTER_END, carryOverDays);
  for await (const {shelf, age} of endedShelves(deps, active, on)) {
    if (age >= kept) await deps.register.remove(shelf, null);
  }
}
