import {CsvError} from 'csv-parse';
import {Failure} from '../../application/failure.ts';

export const MAX_FAULTS = 20;

/** Faults that begin with their lines: the file is refused as a whole. */
export function rowsFailure(file: string, faults: readonly string[]): Failure {
  const more = faults.length === MAX_FAULTS ? '; and maybe more' : '';
  return new Failure('usage', `${file}: ${faults.join('; ')}${more}`, {
    advice: 'nothing of the file was imported; mend these lines and import it again',
  });
}

/** What the parser refused, in words; any other error as it is. `openQuote`: the line in which one was opened. */
export function parserFailure(file: string, error: unknown, openQuote: number | null): unknown {
  if (!(error instanceof CsvError)) return error;
  const line = (error.code === 'CSV_QUOTE_NOT_CLOSED' && openQuote) || error.lines;
  return rowsFailure(file, [`line ${line}: ${CSV_FAULTS[error.code] ?? 'is not valid CSV'}`]);
}

const CSV_FAULTS: Readonly<Record<string, string>> = {
  CSV_QUOTE_NOT_CLOSED: 'a quote is opened in this line and never closed',
  CSV_INVALID_CLOSING_QUOTE: "a closing quote is not followed by a comma (or the file's separator)",
  INVALID_OPENING_QUOTE: 'a quote stands within a value that does not begin with one',
};
