import {PassThrough} from 'node:stream';
import {expect} from 'chai';
import {readId} from '../../../src/adapters/cli/read-id.ts';

const ID = '990990000001';

async function read(chunks: readonly (string | Buffer)[], isTTY = false) {
  let told = '';
  const input = Object.assign(new PassThrough(), {isTTY});
  for (const chunk of chunks) input.write(chunk);
  // A pipe closes, a terminal stays open.
  if (!isTTY) input.end();
  const answer = await readId(input, (text) => {
    told += text;
  }).catch((failure) => failure);
  return {answer, told};
}

describe('the id on standard input', () => {
  it('is one line, however it is spelled, cut or ended', async () => {
    for (const chunks of [
      [ID],
      [`${ID}\n`],
      ['\n', `\t${ID}\u200B\r\n`, '\n'],
      [ID.slice(0, 5), Buffer.from(ID.slice(5))],
    ])
      expect(await read(chunks)).to.deep.equal({answer: ID, told: ''});
  });

  it('is asked for on a terminal, and taken with its first line', async () => {
    expect(await read([ID.slice(0, 3), `${ID.slice(3)}\n`], true)).to.deep.equal({
      answer: ID,
      told: 'id (not shown): \n',
    });
  });

  it('is none when the terminal breaks off, by Ctrl-C or Ctrl-D', async () => {
    for (const key of ['\u0003', '\u0004']) {
      const {answer} = await read([key], true);
      expect(answer).to.include({kind: 'usage'});
    }
  });

  it('is refused in UTF-16, as which it would be nobody', async () => {
    for (const bytes of [Buffer.from(ID, 'utf16le'), Buffer.from(`\uFEFF${ID}`, 'utf16le'), Buffer.from([0xff, 0x31])])
      expect((await read([bytes])).answer).to.include({kind: 'usage', message: 'standard input is not UTF-8'});
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
