import {promisify} from 'node:util';
import {brotliCompress, constants, gzip} from 'node:zlib';
import type {Headers} from '../problem.ts';

const [brotli, zip] = [promisify(brotliCompress), promisify(gzip)];
/** What a page costs at 5 it would cost several times at 11, to be smaller by a tenth. */
const OPTIONS = {params: {[constants.BROTLI_PARAM_QUALITY]: 5}};

/** A body as the browser can take it, with the headers that say so. */
export async function compress(body: Buffer, accepted: string): Promise<{body: Buffer; headers: Headers}> {
  const coding = (['br', 'gzip'] as const).find((it) =>
    new RegExp(`\\b${it}\\b(?!;q=0(?:\\.0*)?(?:,|$))`).test(accepted),
  );
  if (!coding) return {body, headers: {}};
  return {body: await (coding === 'br' ? brotli(body, OPTIONS) : zip(body)), headers: {'Content-Encoding': coding}};
}
