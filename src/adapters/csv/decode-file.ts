import {createReadStream} from 'node:fs';
import {basename} from 'node:path';
import {TextDecoder} from 'node:util';
import {Failure} from '../../application/failure.ts';

/** A file's text, in chunks, its mark included: UTF-8, or UTF-16 with or without a mark. Throws a Failure for any other content. */
export async function* decodeFile(path: string): AsyncGenerator<string> {
  const file = basename(path);
  let decoder: TextDecoder | null = null;
  try {
    for await (const chunk of createReadStream(path)) {
      decoder ??= new TextDecoder(encodingOf(file, chunk as Buffer), {fatal: true, ignoreBOM: true});
      yield decoder.decode(chunk as Buffer, {stream: true});
    }
    if (decoder) yield decoder.decode();
  } catch (error) {
    throw fileFailure(file, decoder?.encoding ?? 'utf-8', error);
  }
}

/** By the mark, or by the zero bytes that ASCII has in UTF-16; a header is ASCII. */
function encodingOf(file: string, head: Buffer): string {
  const foreign = SIGNATURES.find(([signature]) => head.subarray(0, signature.length).equals(Buffer.from(signature)));
  if (foreign) throw new Failure('usage', `${file} ${foreign[1]}`, {advice: SAVE_AS_UTF8});
  const zeros = [0, 1, 2, 3].map((i) => (head[i] === 0 ? '0' : 'x')).join('');
  if (zeros === 'x0x0' || (head[0] === 0xff && head[1] === 0xfe)) return 'utf-16le';
  if (zeros === '0x0x' || (head[0] === 0xfe && head[1] === 0xff)) return 'utf-16be';
  return 'utf-8';
}

const SAVE_AS_UTF8 =
  'save it as "CSV UTF-8", then import it again (the plain "CSV" of Excel is Windows-1251 in Russian and Kazakh)';

const SIGNATURES: readonly (readonly [bytes: readonly number[], what: string])[] = [
  [[0xff, 0xfe, 0, 0], 'is UTF-32, not UTF-8'],
  [[0, 0, 0xfe, 0xff], 'is UTF-32, not UTF-8'],
  [[0x50, 0x4b, 3, 4], 'is a workbook or an archive, not a CSV file'],
  [[0xd0, 0xcf, 0x11, 0xe0], 'is a workbook, not a CSV file'],
];

function fileFailure(file: string, encoding: string, error: unknown): unknown {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code === 'ERR_ENCODING_INVALID_ENCODED_DATA') {
    return new Failure('usage', `${file} is not ${encoding.slice(0, 6).toUpperCase()}`, {advice: SAVE_AS_UTF8});
  }
  if (error instanceof Failure || !code.startsWith('E')) return error;
  return new Failure('usage', `${file} cannot be read (${code})`, {advice: 'check the path and its permissions'});
}
