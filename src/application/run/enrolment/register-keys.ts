import type {EnrolmentCipher} from '../../ports/enrolment-cipher.ts';
import {openPart, type RegisterDeps, sealPart, shelfOf} from './look.ts';

/**
 * The key that the register stands under: the present one, or a former one until it is moved. Fingerprints keep the print
 * key that the register was begun with, which lies in it, sealed.
 */
export async function registerCipher({register, enrolmentCipher}: RegisterDeps): Promise<EnrolmentCipher> {
  const ring = [enrolmentCipher, ...enrolmentCipher.former];
  for (const cipher of ring) {
    for await (const part of register.parts(keysShelf(cipher))) return cipher.printingAs(openPart(cipher, part));
  }
  const shelves = await register.shelves();
  return ring.find((cipher) => shelves.some((shelf) => isUnder(shelf, cipher))) ?? enrolmentCipher;
}

/**
 * Moves the register under the present key; answers how many campaigns were moved. Until the last shelf is copied the old
 * ones count, from then on the new ones: it may break off anywhere and be said again. Call it under the lease.
 */
export async function moveRegister(deps: RegisterDeps, fence: () => Promise<void>): Promise<number> {
  const [from, to] = [await registerCipher(deps), deps.enrolmentCipher];
  let moved = 0;
  if (from.keyName !== to.keyName) {
    await keepPrintKey(deps, from, from.printKey);
    for (const shelf of (await deps.register.shelves()).filter((it) => isUnder(it, from))) {
      await copyShelf(deps, shelf, from);
      moved++;
    }
    await fence();
    await keepPrintKey(deps, to, from.printKey);
  }
  for (const cipher of to.former) await removeMoved(deps, cipher);
  return moved;
}

async function copyShelf({register, enrolmentCipher}: RegisterDeps, shelf: string, from: EnrolmentCipher) {
  const target = shelfOf(shelf.slice(0, -from.keyName.length - 1), enrolmentCipher);
  // What an earlier try has left there may be older than the shelf.
  await register.remove(target, null);
  for await (const part of register.parts(shelf)) {
    const plain = openPart(from, part);
    await register.add([sealPart(enrolmentCipher, {...part, shelf: target}, plain)]);
  }
}

/** Only what was copied whole: a key whose print key is not kept here was never moved. */
async function removeMoved({register}: RegisterDeps, cipher: EnrolmentCipher): Promise<void> {
  const shelves = await register.shelves();
  if (!shelves.includes(keysShelf(cipher))) return;
  for (const shelf of shelves) if (isUnder(shelf, cipher)) await register.remove(shelf, null);
  await register.remove(keysShelf(cipher), null);
}

async function keepPrintKey({register}: RegisterDeps, cipher: EnrolmentCipher, printKey: Uint8Array): Promise<void> {
  await register.add([sealPart(cipher, {shelf: keysShelf(cipher), source: 'print key', part: 0}, printKey)]);
}

function keysShelf({keyName}: EnrolmentCipher): string {
  return `keys/${keyName}`;
}

function isUnder(shelf: string, {keyName}: EnrolmentCipher): boolean {
  return shelf.endsWith(` ${keyName}`);
}
