import {expect} from 'chai';
import {type Input, readId} from '../../../src/adapters/cli/read-id.ts';

const ID = '990990000001';

/** What is typed or piped, in these chunks; `ends`: a pipe closes, a terminal stays open. */
async function* chunksOf(chunks: readonly (string | Buffer)[], ends: boolean): AsyncGenerator<string | Buffer> {
  yield* chunks;
  if (!ends) throw new Error('more was asked for than was typed');
}

async function read(chunks: readonly (string | Buffer)[], isTTY = false) {
  let prompts = 0;
  const input: Input = Object.assign(chunksOf(chunks, !isTTY), {isTTY});
  const answer = await readId(input, () => prompts++).catch((failure) => failure);
  return {answer, prompts};
}

describe('the id on standard input', () => {
  it('is one line, however it is spelled, cut or ended', async () => {
    for (const chunks of [
      [ID],
      [`${ID}\n`],
      ['\n', `\t${ID}\u200B\r\n`, '\n'],
      [ID.slice(0, 5), Buffer.from(ID.slice(5))],
    ])
      expect(await read(chunks)).to.deep.equal({answer: ID, prompts: 0});
  });

  it('is asked for on a terminal, and taken with its first line', async () => {
    expect(await read([ID.slice(0, 3), `${ID.slice(3)}\n`], true)).to.deep.equal({answer: ID, prompts: 1});
  });

  it('is refused when there is none, more than one, or too much, and never repeated', async () => {
    const long = Array.from({length: 50}, () => ' '.repeat(100));
    for (const [chunks, many] of [
      [[], 'none'],
      [['\n \n'], 'none'],
      [[`${ID}\n${ID}`], 'more'],
      [[ID, ...long], 'more'],
    ] as const) {
      const {answer} = await read(chunks);
      expect(answer).to.include({kind: 'usage'});
      expect(answer.message).to.equal(`one id is expected on standard input, in one line; there are ${many}`);
      expect(answer.message + answer.advice).to.not.include(ID);
    }
  });
});
