/**
 * Tables and columns as in Oracle, without the schema prefix; dates are `YYYY-MM-DD HH:MM:SS` text. Said at each opening:
 * a file of version 0.1.0 gets its index on THEORY_ID replaced by one that also finds a group's new rows.
 */

const groupTable = (name: string) => `
CREATE TABLE IF NOT EXISTS ${name} (
  IIN TEXT, THEORY_ID TEXT, DATE_START TEXT, DATE_END TEXT, INSERT_DATETIME TEXT,
  TAB1 TEXT, TAB2 TEXT, TAB3 TEXT, TAB4 TEXT, TAB5 TEXT
);
CREATE INDEX IF NOT EXISTS ${name}_GROUP ON ${name} (THEORY_ID, INSERT_DATETIME, IIN);
DROP INDEX IF EXISTS ${name}_THEORY;`;

export const DSSB_SCHEMA = `
CREATE TABLE IF NOT EXISTS SoftCollection_theories (
  THEORY_ID TEXT, THEORY_NAME TEXT, THEORY_DESCRIPTION TEXT, LOAD_DATE TEXT,
  THEORY_START_DATE TEXT, THEORY_END_DATE TEXT, USER_COUNT NUMERIC, CREATED_BY TEXT
);
${groupTable('SC_local_control')}
${groupTable('SC_local_target')}`;

export const SPSS_SCHEMA = `
CREATE TABLE IF NOT EXISTS SC_1_120 (
  IIN TEXT, COUNT_DAY NUMERIC, TOTAL_DEBT NUMERIC, BASE_TYPE TEXT, REGION TEXT, FILIAL TEXT, REPORT_DATE TEXT
);
${groupTable('SC_theory_users')}`;

export const STATE_SCHEMA = `
CREATE TABLE IF NOT EXISTS events (
  position INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE,
  stream TEXT NOT NULL,
  version INTEGER NOT NULL,
  type TEXT NOT NULL,
  schema INTEGER NOT NULL,
  data TEXT NOT NULL,
  at TEXT NOT NULL,
  correlation_id TEXT NOT NULL,
  causation_id TEXT,
  actor TEXT NOT NULL,
  previous_hash TEXT,
  UNIQUE (stream, version)
) STRICT;
CREATE TABLE IF NOT EXISTS projections (
  name TEXT PRIMARY KEY,
  shape INTEGER NOT NULL,
  position INTEGER NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS run_summaries (
  run_key TEXT PRIMARY KEY,
  version INTEGER NOT NULL,
  status TEXT NOT NULL,
  slot TEXT,
  is_open INTEGER NOT NULL,
  summary TEXT NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS run_summaries_status ON run_summaries (status, run_key);
CREATE INDEX IF NOT EXISTS run_summaries_slot ON run_summaries (slot) WHERE slot IS NOT NULL;
CREATE INDEX IF NOT EXISTS run_summaries_open ON run_summaries (run_key) WHERE is_open = 1;
CREATE TABLE IF NOT EXISTS run_groups (
  run_key TEXT NOT NULL,
  theory_id TEXT NOT NULL,
  people INTEGER NOT NULL,
  PRIMARY KEY (run_key, theory_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS run_groups_theory ON run_groups (theory_id, people);
CREATE TABLE IF NOT EXISTS rosters (
  roster_id TEXT PRIMARY KEY,
  wrapped_key BLOB NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS roster_parts (
  roster_id TEXT NOT NULL REFERENCES rosters ON DELETE CASCADE,
  theory_id TEXT NOT NULL,
  part INTEGER NOT NULL,
  sealed BLOB NOT NULL,
  PRIMARY KEY (roster_id, theory_id, part)
) STRICT;
CREATE TABLE IF NOT EXISTS enrolment_parts (
  shelf TEXT NOT NULL,
  source TEXT NOT NULL,
  part INTEGER NOT NULL,
  sealed BLOB NOT NULL,
  PRIMARY KEY (shelf, source, part)
) STRICT;
CREATE TABLE IF NOT EXISTS mails (
  id TEXT PRIMARY KEY,
  at TEXT NOT NULL,
  message_id TEXT NOT NULL,
  subject TEXT NOT NULL,
  answer TEXT NOT NULL,
  html BLOB NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS leases (
  name TEXT PRIMARY KEY,
  epoch INTEGER NOT NULL,
  owner TEXT NOT NULL,
  expires_at INTEGER NOT NULL
) STRICT;`;
