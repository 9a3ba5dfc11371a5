import {readdirSync, readFileSync} from 'node:fs';

const SRC = new URL('../../src/', import.meta.url);
/** Calls that write a line: of a log, and of what is handed on to one as a warning. */
const CALLS =
  /\blog(?:\.(?<level>debug|info|warn|error)|\[\w+\(\w+\)\])\(|\b(?:onWait|onRefusal|warn|say)\((?=['"`])|type: 'waiting', message: (?=['"`])/g;

export type LogMessage = {
  readonly level: string;
  /** With `…` for each part that is not the same in every line; null when all of it comes from elsewhere. */
  readonly text: string | null;
  /** The code that says it, with its file. */
  readonly from: string;
};

/** What the code writes to its log, in the order of its files. */
export function logMessages(): LogMessage[] {
  const files = readdirSync(SRC, {recursive: true, encoding: 'utf8'}).filter((file) => /\.tsx?$/.test(file));
  return files.sort().flatMap((file) => messagesOf(file, readFileSync(new URL(file, SRC), 'utf8')));
}

export function messagesOf(file: string, source: string): LogMessage[] {
  return [...source.matchAll(CALLS)].map((call) => {
    const said = argumentsAt(source, call.index + call[0].length).at(-1)!;
    const level = call.groups?.level ?? (call[0].startsWith('log[') ? 'info' : 'warn');
    return {level, text: textOf(said), from: `${file}: ${said}`};
  });
}

/** The arguments of a call, as they are written, from behind its bracket. */
function argumentsAt(source: string, start: number): string[] {
  const found: string[] = [];
  for (let [at, from, depth] = [start, start, 0]; ; at++) {
    const letter = source[at]!;
    if (/['"`]/.test(letter)) at = endOfText(source, at);
    const isEnd = depth === 0 && /[)}\]]/.test(letter);
    if (depth === 0 && (isEnd || letter === ',')) {
      found.push(source.slice(from, at).trim());
      from = at + 1;
    }
    if (isEnd) return found.filter((it) => it !== '');
    if (/[([{]/.test(letter)) depth++;
    if (/[)\]}]/.test(letter)) depth--;
  }
}

/** Where the quote or backtick that ends a text stands. */
function endOfText(source: string, start: number): number {
  for (let at = start + 1; ; at++) {
    if (source[at] === '\\') at++;
    else if (source[at] === source[start]) return at;
    else if (source[start] === '`' && source.startsWith('${', at)) at = endOfPart(source, at + 2);
  }
}

/** Where the brace that ends a part of a template stands. */
function endOfPart(source: string, start: number): number {
  for (let [at, depth] = [start, 0]; ; at++) {
    if (/['"`]/.test(source[at]!)) at = endOfText(source, at);
    else if (source[at] === '{') depth++;
    else if (source[at] === '}' && depth-- === 0) return at;
  }
}

function textOf(said: string): string | null {
  if (!/^['"`]/.test(said)) return null;
  let text = '';
  for (let at = 1; at < said.length - 1; at++) {
    if (said[at] === '\\') text += said[++at];
    else if (said[0] === '`' && said.startsWith('${', at)) {
      at = endOfPart(said, at + 2);
      text += '…';
    } else text += said[at];
  }
  return text.replace(/…+/g, '…');
}
