import type {BusinessDate, TheoryId} from '../../../domain/ids.ts';
import type {CampaignEnrolment} from './find-enrolled.ts';
import {type Look, type RegisterDeps, readLook} from './look.ts';

/** A campaign of the register that is not active: it has ended, or was left out of the source. */
export type EndedShelf = {
  readonly campaign: TheoryId;
  readonly shelf: string;
  /** Null for one that was never looked at. */
  readonly look: Look | null;
  /** Days since it was last active; infinite where that is not known. */
  readonly age: number;
};

/** In the order of campaigns. Shelves under another key than the register's are left alone. */
export async function* endedShelves(
  deps: RegisterDeps,
  active: readonly Pick<CampaignEnrolment, 'shelf'>[],
  on: BusinessDate,
): AsyncGenerator<EndedShelf> {
  const running = new Set(active.map(({shelf}) => shelf));
  const suffix = ` ${deps.enrolmentCipher.keyName}`;
  for (const shelf of (await deps.register.shelves()).toSorted()) {
    if (running.has(shelf) || !shelf.endsWith(suffix)) continue;
    const look = await readLook(deps, shelf);
    const age = look ? (Date.parse(on) - Date.parse(look.on)) / 86_400_000 : Infinity;
    yield {campaign: shelf.slice(0, -suffix.length) as TheoryId, shelf, look, age};
  }
}
