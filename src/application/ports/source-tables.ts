/** A column of a source table and what a value of it must look like. */
export type Column = {
  readonly name: string;
  readonly kind: 'text' | 'number' | 'date';
  readonly required: boolean;
  /** Most characters of a text, blanks around it not counted. */
  readonly max: number;
};

/** Values in the order of the columns; dates as `YYYY-MM-DD HH:MM:SS`. */
export type SourceValues = readonly (string | number | null)[];

export type SourceTable = 'SoftCollection_theories' | 'SC_1_120';

/** The embedded source tables, as far as a file may fill them. */
export type SourceTables = {
  /** Adds all rows or, when the stream of rows throws, none; with `replace` the table is emptied first. Answers how many. */
  insert(
    table: SourceTable,
    columns: readonly string[],
    rows: AsyncIterable<readonly SourceValues[]>,
    options: {replace: boolean},
  ): Promise<number>;
};
