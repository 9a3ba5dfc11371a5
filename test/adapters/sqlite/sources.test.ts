import {DSSB_SCHEMA, SPSS_SCHEMA} from '../../../src/adapters/sqlite/schema.ts';
import {sqliteCampaignSource, sqliteUserSource} from '../../../src/adapters/sqlite/sources.ts';
import type {WallTime} from '../../../src/domain/ids.ts';
import {campaignSourceContract} from '../../contracts/campaign-source.ts';
import {userSourceContract} from '../../contracts/user-source.ts';
import {sqliteHarness} from '../../support/sqlite-harness.ts';

campaignSourceContract('SQLite', async () => {
  const {open, close} = sqliteHarness('dssb_app.db', DSSB_SCHEMA);
  const file = open();
  let now = '' as WallTime;
  return {
    source: sqliteCampaignSource(file, () => now),
    setSysdate: (value) => {
      now = value;
    },
    fill: (rows) =>
      file.transaction(async (db) => {
        db.exec('DELETE FROM SoftCollection_theories');
        const insert = db.prepare(`INSERT INTO SoftCollection_theories
          (THEORY_ID, THEORY_NAME, THEORY_START_DATE, THEORY_END_DATE) VALUES (?, ?, ?, ?)`);
        for (const {theoryId, name, startDate, endDate} of rows) insert.run(theoryId, name, startDate, endDate);
      }),
    close,
  };
});

userSourceContract('SQLite', async () => {
  const {open, close} = sqliteHarness('spss.db', SPSS_SCHEMA);
  const file = open();
  return {
    source: sqliteUserSource(file),
    reading: (columns) => sqliteUserSource(file, columns),
    fill: (rows) =>
      file.transaction(async (db) => {
        db.exec('DELETE FROM SC_1_120');
        const insert = db.prepare('INSERT INTO SC_1_120 (IIN, COUNT_DAY, TOTAL_DEBT, REGION) VALUES (?, ?, ?, ?)');
        for (const {iin, countDay, debt = null, region = null} of rows) insert.run(iin, countDay, debt, region);
      }),
    close,
  };
});
