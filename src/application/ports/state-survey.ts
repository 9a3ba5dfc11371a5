/** What a state store holds, told without changing or making anything there. */
export type Survey = {
  /** What this version needs and the store lacks: tables, indexes, collections, by their names. */
  readonly missing: readonly string[];
  /** The events of the log by type and schema. */
  readonly events: readonly {readonly type: string; readonly schema: number; readonly count: number}[];
  /** How many runs the log has. */
  readonly runs: number;
  /** Of which shape the read model of the runs is; null when there is none. */
  readonly shape: number | null;
};

export type StateSurvey = () => Promise<Survey>;
