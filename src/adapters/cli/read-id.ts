import {createInterface} from 'node:readline';
import {Writable} from 'node:stream';
import {Failure} from '../../application/failure.ts';
import type {Iin} from '../../domain/ids.ts';
import {parseIin} from '../../domain/iin.ts';

/** Standard input, or what stands in for it. */
export type Input = NodeJS.ReadableStream & {readonly isTTY?: boolean};

/** More than any id and its line end. */
const MOST = 1_000;

/**
 * The one id on standard input; on a terminal one line is asked for and not shown: sessions are recorded. It is
 * repeated nowhere, in no error either. Throws `usage` for none, more than one, or what is not UTF-8: read as UTF-8 it would
 * be nobody.
 */
export async function readId(input: Input, tell: (text: string) => void): Promise<Iin> {
  if (input.isTTY) tell('id (not shown): ');
  const text = await (input.isTTY ? typed(input) : piped(input));
  if (input.isTTY) tell('\n');
  if (/[\0\uFFFD]/.test(text)) throw refused('standard input is not UTF-8');
  const ids = text.split('\n').flatMap((line) => parseIin(line) ?? []);
  const [id] = ids;
  if (id !== undefined && ids.length === 1 && text.length <= MOST) return id;
  throw refused(`one id is expected on standard input, in one line; there are ${id ? 'more' : 'none'}`);
}

function refused(message: string): Failure {
  return new Failure('usage', message, {
    advice: 'softcollection verify RUN --explain < FILE, or type it after the command; never as an argument',
  });
}

async function piped(input: Input): Promise<string> {
  let text = '';
  for await (const chunk of input) {
    text += chunk;
    if (text.length > MOST) break;
  }
  return text;
}

/** Empty when it was broken off. */
function typed(input: Input): Promise<string> {
  const nowhere = new Writable({write: (_chunk, _encoding, done) => done()});
  const lines = createInterface({input, output: nowhere, terminal: true});
  return new Promise((resolve) => {
    lines.once('line', (line) => {
      resolve(line);
      lines.close();
    });
    lines.once('SIGINT', () => lines.close());
    lines.once('close', () => resolve(''));
  });
}
