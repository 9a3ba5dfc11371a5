/** What a letter says, before it is html or plain text: one datum, two renderers. Texts are raw, renderers escape. */
export type Letter = {
  readonly tone: Tone;
  /** The line that mail programs show beside the subject; it repeats what the letter says. */
  readonly preheader: string;
  readonly title: string;
  readonly blocks: readonly Block[];
};

export type Tone = 'good' | 'neutral' | 'warning' | 'bad';

export type Block =
  | {readonly type: 'heading'; readonly text: string}
  | {readonly type: 'paragraph'; readonly text: string}
  /** What to type, and what for. */
  | {readonly type: 'command'; readonly purpose: string; readonly command: string}
  /** A campaign's heading: its id, how many people it gets, its name. */
  | {readonly type: 'campaign'; readonly text: string; readonly name: string}
  | {readonly type: 'facts'; readonly rows: readonly (readonly [label: string, value: string])[]}
  | Table;

export type Table = {
  readonly type: 'table';
  readonly columns: readonly {readonly label: string; readonly width: string; readonly align: 'left' | 'right'}[];
  /** A cell is one or more lines. */
  readonly rows: readonly (readonly Cell[])[];
};

export type Cell = string | readonly string[];

export const heading = (text: string): Block => ({type: 'heading', text});
export const paragraph = (text: string): Block => ({type: 'paragraph', text});

export const command = (purpose: string, line: string): Block => ({type: 'command', purpose, command: line});

export function linesOf(cell: Cell): readonly string[] {
  return typeof cell === 'string' ? [cell] : cell;
}
