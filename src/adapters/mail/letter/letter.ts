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
  /** The two or three numbers that matter most. */
  | {readonly type: 'figures'; readonly figures: readonly (readonly [label: string, value: string])[]}
  /** Lines in another language or from elsewhere, for those who can use them. */
  | {readonly type: 'quote'; readonly label: string; readonly lines: readonly string[]}
  | {readonly type: 'link'; readonly text: string; readonly url: string}
  | Campaigns
  | {readonly type: 'facts'; readonly rows: readonly (readonly [label: string, value: string])[]}
  | TableBlock;

export type TableBlock = {
  readonly type: 'table';
  readonly columns: readonly {readonly label: string; readonly width: string; readonly align: 'left' | 'right'}[];
  /** A cell is one or more lines. */
  readonly rows: readonly (readonly Cell[])[];
};

/** One table for all campaigns: a line of figures has a value for each of the columns. */
export type Campaigns = {
  readonly type: 'campaigns';
  readonly columns: readonly string[];
  readonly rows: readonly {
    /** Its id and how many people it gets. */
    readonly title: string;
    readonly name: string;
    readonly lines: readonly {readonly label: string; readonly values: readonly string[]}[];
  }[];
};

/** What a letter's words depend on beside its notice. */
export type LetterSettings = {
  /** `5` or `6-30`. */
  readonly countDay: string;
  /** IANA name of the schedule's zone. */
  readonly timezone: string;
  /** Where a run's page is found, without a slash at its end; null leaves the link out. */
  readonly publicUrl: string | null;
  /** What this installation is called, if it has a name. */
  readonly instanceName: string | null;
  readonly contacts: Contacts;
};

/** Whom to reach in an emergency, and as what. */
export type Contacts = readonly (readonly [role: string, reach: string])[];

export type Cell = string | readonly string[];

export const heading = (text: string): Block => ({type: 'heading', text});
export const paragraph = (text: string): Block => ({type: 'paragraph', text});

export const facts = (rows: Contacts): Block => ({type: 'facts', rows});

export const linkTo = (text: string, url: string): Block => ({type: 'link', text, url});

export const command = (purpose: string, line: string): Block => ({type: 'command', purpose, command: line});

export function linesOf(cell: Cell): readonly string[] {
  return typeof cell === 'string' ? [cell] : cell;
}
