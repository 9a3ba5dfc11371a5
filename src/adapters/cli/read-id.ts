import {Failure} from '../../application/failure.ts';
import type {Iin} from '../../domain/ids.ts';
import {parseIin} from '../../domain/iin.ts';

/** Standard input, or what stands in for it. */
export type Input = AsyncIterable<string | Buffer> & {readonly isTTY?: boolean};

/** More than any id and its line end. */
const MOST = 1_000;

/**
 * The one id on standard input; from a terminal one line is read, after `prompt`. It is repeated nowhere, in no error either.
 * Throws `usage` for none, or more than one.
 */
export async function readId(input: Input, prompt: () => void): Promise<Iin> {
  if (input.isTTY) prompt();
  let text = '';
  for await (const chunk of input) {
    text += chunk;
    if (text.length > MOST || (input.isTTY && text.includes('\n'))) break;
  }
  const ids = text.split('\n').flatMap((line) => parseIin(line) ?? []);
  const [id] = ids;
  if (id !== undefined && ids.length === 1 && text.length <= MOST) return id;
  throw new Failure('usage', `one id is expected on standard input, in one line; there are ${id ? 'more' : 'none'}`, {
    advice: 'softcollection verify RUN --explain < FILE, or type it after the command; never as an argument',
  });
}
