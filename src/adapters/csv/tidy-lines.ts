/**
 * Gives each line of a text that comes in chunks one LF as its end, whatever it had (CRLF, CR, CR CR LF; NEL, LS and PS if
 * nothing else ends a line), and drops marks at the beginning of lines and, at the end, DOS's end of file and padding. Within quotes only CRLF is touched.
 */
export class LineTidier {
  #lineEnds: RegExp | null = null;
  /** What may be the file's last characters. */
  #held = '';
  #atLineStart = true;
  #quoted = false;
  #lines = 0;
  #openedAt = 0;
  #isMarked = false;

  /** The text began with a byte-order mark. */
  get isMarked(): boolean {
    return this.#isMarked;
  }

  /** The line in which a quote was opened that is still open, or null. */
  get openQuote(): number | null {
    return this.#quoted ? this.#openedAt : null;
  }

  take(chunk: string): string {
    this.#lineEnds ??= /[\r\n]/.test(chunk) ? /\r+\n?/g : /\r+\n?|[\u0085\u2028\u2029]/g;
    const end = endOfContent(chunk);
    const text = end === 0 ? '' : this.#held + chunk.slice(0, end);
    this.#held = end === 0 ? this.#held + chunk : chunk.slice(end);
    return this.#tidy(text);
  }

  /** The rest, once no chunk follows. */
  end(): string {
    return this.#tidy(this.#held.replaceAll('\u001a', '').replaceAll('\0', ''));
  }

  #tidy(raw: string): string {
    let text = raw.includes('\r') ? raw.replaceAll('\r\n', '\n') : raw;
    if (text.includes('\ufeff')) text = this.#dropMarks(text);
    if (this.#lineEnds && text.search(this.#lineEnds) >= 0) text = this.#endLines(text, this.#lineEnds);
    this.#count(text);
    if (text !== '') this.#atLineStart = text.endsWith('\n');
    return text;
  }

  #dropMarks(text: string): string {
    if (this.#lines === 0 && this.#atLineStart && text.startsWith('\ufeff')) this.#isMarked = true;
    return text.replace(this.#atLineStart ? /(?<=^|\n)\ufeff+/g : /(?<=\n)\ufeff+/g, '');
  }

  #endLines(text: string, lineEnds: RegExp): string {
    const parts = text.split('"');
    return parts.map((part, i) => ((i % 2 === 1) === this.#quoted ? part.replace(lineEnds, '\n') : part)).join('"');
  }

  #count(text: string): void {
    let opened = -1;
    for (let at = text.indexOf('"'); at >= 0; at = text.indexOf('"', at + 1)) {
      this.#quoted = !this.#quoted;
      opened = at;
    }
    if (this.#quoted && opened >= 0) this.#openedAt = this.#lines + 1 + countLines(text.slice(0, opened));
    this.#lines += countLines(text);
  }
}

function countLines(text: string): number {
  let lines = 0;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) lines++;
  return lines;
}

/** Blanks, line ends and 0x1A may be all that follows; a CR may have its LF in the next chunk. */
function endOfContent(chunk: string): number {
  let end = chunk.length;
  while (end > 0 && ' \t\r\n\0\u001a'.includes(chunk[end - 1] ?? '')) end--;
  return end;
}
