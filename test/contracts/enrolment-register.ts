import {expect} from 'chai';
import type {EnrolmentRegister, RegisterPart} from '../../src/application/ports/enrolment-register.ts';

const [ONE, TWO] = ['SC00000001 k', 'SC00000002 k'] as const;

function part(shelf: string, source: string, n: number, byte = 0, bytes = 5): RegisterPart {
  return {shelf, source, part: n, sealed: Buffer.alloc(bytes, byte)};
}

async function collect(register: EnrolmentRegister, shelf: string): Promise<string[]> {
  const found: string[] = [];
  for await (const {source, part: n, sealed} of register.parts(shelf)) found.push(`${source} ${n} ${sealed[0]}`);
  return found;
}

/** What every enrolment register promises. */
export function enrolmentRegisterContract(
  name: string,
  make: () => Promise<{open: () => Promise<EnrolmentRegister>; close: () => Promise<void>}>,
): void {
  describe(`enrolment register: ${name}`, () => {
    let register: EnrolmentRegister;
    let other: EnrolmentRegister;
    let close: () => Promise<void>;
    beforeEach(async () => {
      const made = await make();
      [register, other, close] = [await made.open(), await made.open(), made.close];
    });
    afterEach(() => close());

    it("gives a shelf's parts to whoever opens it, each source's in order, and nothing of other shelves", async () => {
      await register.add([part(ONE, 'b', 1, 11), part(ONE, 'b', 0, 10), part(TWO, 'b', 0, 30)]);
      await register.add([part(ONE, 'a', 0, 20)]);
      expect(await collect(other, ONE)).to.deep.equal(['a 0 20', 'b 0 10', 'b 1 11']);
      expect(await collect(other, 'SC00000009 k')).to.deep.equal([]);
      expect([...(await other.shelves())].sort()).to.deep.equal([ONE, TWO]);
    });

    it('keeps more parts than one page, in order beyond nine', async () => {
      await register.add(Array.from({length: 47}, (_, n) => part(ONE, 'many', n, n)));
      expect(await collect(register, ONE)).to.deep.equal(Array.from({length: 47}, (_, n) => `many ${n} ${n}`));
    });

    it('replaces a part that is added again', async () => {
      await register.add([part(ONE, 'a', 0, 1), part(ONE, 'a', 1, 2)]);
      await other.add([part(ONE, 'a', 0, 3)]);
      expect(await collect(register, ONE)).to.deep.equal(['a 0 3', 'a 1 2']);
    });

    it('keeps bytes as they are, a megabyte of them', async () => {
      const sealed = Buffer.from(Uint8Array.from({length: 1_000_000}, (_, i) => (i * 31) % 256));
      await register.add([{...part(ONE, 'large', 0), sealed}, part(ONE, 'small', 0)]);
      for await (const found of other.parts(ONE))
        if (found.source === 'large') expect(Buffer.from(found.sealed).equals(sealed)).to.equal(true);
    });

    it('removes sources of one shelf, or all of it, as often as it is said', async () => {
      await register.add([part(ONE, 'a', 0, 1), part(ONE, 'b', 0, 2), part(ONE, 'c', 0, 3), part(TWO, 'a', 0, 4)]);
      for (const _ of [1, 2]) await register.remove(ONE, ['a', 'b', 'never there']);
      expect(await collect(other, ONE)).to.deep.equal(['c 0 3']);
      await register.remove(ONE, []);
      expect(await collect(other, ONE)).to.deep.equal(['c 0 3']);
      await register.remove(ONE, null);
      expect(await other.shelves()).to.deep.equal([TWO]);
      expect(await collect(other, TWO)).to.deep.equal(['a 0 4']);
    });
  });
}
