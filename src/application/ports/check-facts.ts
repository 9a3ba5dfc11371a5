import type {TheoryRow} from '../../domain/campaigns.ts';
import type {WallTime} from '../../domain/ids.ts';
import type {Warning} from '../../domain/warnings.ts';
import type {Failure} from '../failure.ts';

/** What was asked for, or why it is not known. */
export type Asked<Value> = {readonly value: Value} | {readonly failure: Failure};

/** The machine and the runtime; nothing here is asked over a network. */
export type MachineFacts = {
  /** Such as `24.11.0`. */
  readonly node: string;
  readonly platform: string;
  /** Why SQLite's driver cannot be loaded; null when it can, or is not needed. */
  readonly driverFault: string | null;
  /** Of the time-zone data, such as `2025c`; null where the runtime does not tell. */
  readonly zoneData: string | null;
};

/** DATA_DIR and what stands in it. */
export type FolderFacts = {
  readonly path: string;
  readonly isThere: boolean;
  /** Of the folder, or of the nearest one above that is there. */
  readonly isWritable: boolean;
  readonly freeBytes: number;
  /** `network`: SQLite's locks cannot be relied on; `memory`: gone at the next start of the machine. */
  readonly disk: 'local' | 'network' | 'memory';
  /** Names of what other accounts of this machine may read. */
  readonly openToOthers: readonly string[];
  /** LOG_FILE; null where it is not set. */
  readonly logFile: {readonly path: string; readonly isWritable: boolean} | null;
};

/** That a database answers: what it is, and how long the login took or the first question. */
export type Answered = {readonly what: string; readonly ms: number};

/** What one look at a database finds, over one session. */
export type DatabaseFacts = {
  /** What it shows, and what this machine showed then, in ms since 1970. */
  readonly clock: Asked<{readonly shown: WallTime; readonly at: number}>;
  readonly columns: Asked<ColumnFacts>;
  /** Null of SPSS. */
  readonly campaigns: Asked<readonly TheoryRow[]> | null;
  /** Rows that the next run would read; null of DSSB. */
  readonly users: Asked<number> | null;
  /** Null of SQLite. */
  readonly oracle: OracleFacts | null;
};

export type ColumnFacts = {
  /** Tables that the catalogue does not show: a synonym, or no grant. */
  readonly unseen: readonly string[];
  /** `TABLE.COLUMN`, of tables that it shows. */
  readonly missing: readonly string[];
  /** The first column of a type that cannot be worked with, in words. */
  readonly misfit: string | null;
  /** Columns that every row must fill and that this service does not know; null where that is not told. */
  readonly mandatory: readonly string[] | null;
};

export type OracleFacts = {
  /** As Oracle names them; null where it does not say. */
  readonly identity: Asked<{
    readonly role: string | null;
    readonly uniqueName: string | null;
    readonly container: string | null;
    readonly service: string | null;
  }>;
  readonly grants: Asked<{
    /** Statements of a run that may not be made: `INSERT on SPSS.SC_theory_users`, with Oracle's code. */
    readonly refused: readonly {readonly grant: string; readonly code: string}[];
    /** More than is needed; null where that is not told. */
    readonly excess: readonly string[] | null;
  }>;
  /** Tables that nobody may lock. */
  readonly unlockable: Asked<readonly string[]>;
  /** `TABLE.COLUMN` that no usable index begins with. */
  readonly unindexed: Asked<readonly string[]>;
  readonly account: Asked<{readonly status: string; readonly expiresInDays: number | null}>;
  /** What the login was told, such as a password that expires. */
  readonly warnings: readonly Warning[];
};

export type StateFacts = SqliteStateFacts | MongoStateFacts;

export type SqliteStateFacts = {
  readonly type: 'sqlite';
  readonly bytes: number;
  readonly walBytes: number;
  readonly freeBytes: number;
  readonly journalMode: string;
  /** SQLite's own word on what is damaged; null when nothing is; undefined when it was not looked at. */
  readonly damage: string | null | undefined;
};

export type MongoStateFacts = {
  readonly type: 'mongodb';
  /** Null: no replica set. */
  readonly replicaSet: string | null;
  readonly isPrimary: boolean;
  readonly members: number;
  readonly missingIndexes: readonly string[];
};

export type MailFacts =
  | {readonly type: 'file'; readonly folder: string; readonly isWritable: boolean}
  | {
      readonly type: 'smtp';
      readonly address: string;
      readonly isEncrypted: boolean;
      /** When the server's certificate ends, in ms since 1970; null without one. */
      readonly certificateEnds: number | null;
      /** A user is configured, and the server offers no login. */
      readonly lacksLogin: boolean;
      /** The login was tried, and went well. */
      readonly isLoggedIn: boolean;
    };

/** What people's tokens are checked with, over the network. */
export type ProviderFacts = {
  /** The variable that names it. */
  readonly variable: string;
  /** What it says that it is; null where it is not asked. */
  readonly issuer: string | null;
  readonly expectedIssuer: string | null;
};
