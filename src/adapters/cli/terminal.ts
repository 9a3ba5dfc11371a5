import pc from 'picocolors';

/** Where the command line writes: results to `out`, everything else to `err`. */
export type Terminal = {
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  /** The stream that a progress bar may be drawn on, if a person looks at it. */
  readonly bar: NodeJS.WriteStream | null;
  readonly color: boolean;
  readonly width: number;
};

export type Colors = ReturnType<typeof pc.createColors>;

export function colorsOf({color}: Terminal): Colors {
  return pc.createColors(color);
}

const NUMBERS = new Intl.NumberFormat('en-US');

export function formatNumber(n: number): string {
  return NUMBERS.format(n);
}

export function formatDuration(ms: number): string {
  if (ms < 1000) return `${ms} ms`;
  if (ms < 60_000) return `${(ms / 1000).toFixed(1)} s`;
  return `${Math.floor(ms / 60_000)} min ${Math.round((ms % 60_000) / 1000)} s`;
}

/** A text from a database on one line of a terminal: no control characters, at most `width` characters. */
export function oneLine(text: string, width: number): string {
  const plain = [...text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ')];
  return plain.length <= width ? plain.join('') : `${plain.slice(0, width - 1).join('')}…`;
}
