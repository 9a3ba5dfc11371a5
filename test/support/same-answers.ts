import {expect} from 'chai';
import fc from 'fast-check';

/**
 * Plays any commands on two stores, which must answer each alike. `open` makes the two for one history, which no other
 * history may touch; `play` says what a command means and answers in a form that can be compared.
 */
export async function expectSameAnswers<Store, Command>(
  command: fc.Arbitrary<Command>,
  open: (history: number) => Promise<readonly [reference: Store, tested: Store]>,
  play: (store: Store, command: Command, history: number) => Promise<unknown>,
  numRuns: number,
): Promise<void> {
  let history = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(command, {maxLength: 20}), async (commands) => {
      history++;
      const [reference, tested] = await open(history);
      for (const each of commands) {
        const wanted = await play(reference, each, history);
        expect(await play(tested, each, history), JSON.stringify(each)).to.deep.equal(wanted);
      }
    }),
    {numRuns},
  );
}
