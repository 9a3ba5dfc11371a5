import type {RosterPart, RosterStore} from '../../../src/application/ports/roster-store.ts';

/** Sealed rosters in this process's memory. */
export function memoryRosterStore(): RosterStore {
  const rosters = new Map<string, {wrappedKey: Uint8Array; parts: RosterPart[]}>();
  return {
    save: async (rosterId, wrappedKey, parts) => {
      const whole = [...parts];
      rosters.set(rosterId, {wrappedKey, parts: whole});
    },
    wrappedKey: async (rosterId) => rosters.get(rosterId)?.wrappedKey ?? null,
    replaceKey: async (rosterId, wrappedKey) => {
      const roster = rosters.get(rosterId);
      if (roster) roster.wrappedKey = wrappedKey;
    },
    ids: async () => [...rosters.keys()],
    parts: async (rosterId, theoryId) =>
      (rosters.get(rosterId)?.parts ?? [])
        .filter((part) => theoryId === undefined || part.theoryId === theoryId)
        .sort((a, b) => (a.theoryId < b.theoryId ? -1 : a.theoryId > b.theoryId ? 1 : a.part - b.part)),
    destroyKey: async (rosterId) => {
      rosters.delete(rosterId);
    },
  };
}
