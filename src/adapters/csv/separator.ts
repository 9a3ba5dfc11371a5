import {trimUnseen} from '../../domain/iin.ts';

const SEPARATORS = [',', ';', '\t', '|'];
/** The first line by which a file tells Excel its separator. */
const SEP_LINE = /^"?sep=(.)"?[\s,;]*$/i;

export type Head = {
  /** The line that names the columns was seen whole. */
  readonly isWhole: boolean;
  readonly separator: string;
  /** The text to parse, with as many lines. */
  readonly text: string;
};

/** How a file that begins so separates its values: as it says itself, else as most of the known columns come apart. */
export function findSeparator(text: string, columns: readonly string[]): Head {
  const [first = '', ...others] = text.split('\n', 2);
  const told = SEP_LINE.exec(first)?.[1];
  if (told && others.length > 0) return {isWhole: true, separator: told, text: text.slice(first.length)};
  const header = text
    .split('\n')
    .slice(0, -1)
    .find((line) => trimUnseen(line) !== '');
  return {isWhole: header !== undefined, separator: separatorOf(header ?? text, columns), text};
}

function separatorOf(header: string, columns: readonly string[]): string {
  const known = SEPARATORS.map((separator) => ({
    separator,
    columns: splitHeader(header, separator).filter((name) => columns.includes(name)).length,
  }));
  return known.reduce((best, it) => (it.columns > best.columns ? it : best)).separator;
}

function splitHeader(header: string, separator: string): string[] {
  return header.split(separator).map((cell) => columnName(trimUnseen(cell).replace(/^"(.*)"$/, '$1')));
}

/** A header's cell as the name of a column. */
export function columnName(cell: string): string {
  return trimUnseen(cell).toUpperCase();
}
