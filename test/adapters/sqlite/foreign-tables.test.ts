import {expect} from 'chai';
import {DSSB_SCHEMA, SPSS_SCHEMA} from '../../../src/adapters/sqlite/schema.ts';
import {sqliteCampaignSource, sqliteUserSource} from '../../../src/adapters/sqlite/sources.ts';
import {Failure} from '../../../src/application/failure.ts';
import type {WallTime} from '../../../src/domain/ids.ts';
import {sqliteHarness} from '../../support/sqlite-harness.ts';

type Value = string | number | bigint | Uint8Array | null;
const NOW = '2024-01-15 09:00:00' as WallTime;

describe('embedded tables that another program has made', () => {
  const spss = sqliteHarness('spss.db', SPSS_SCHEMA);
  const dssb = sqliteHarness('dssb_app.db', DSSB_SCHEMA);
  after(async () => {
    await spss.close();
    await dssb.close();
  });

  /** Makes a table anew with one row and reads it. */
  async function users(columns: string, names: string, ...row: Value[]): Promise<(string | null)[]> {
    const file = spss.open();
    await file.use((db) => db.exec(`DROP TABLE SC_1_120; CREATE TABLE SC_1_120 (${columns})`));
    await file.use((db) => db.prepare(`INSERT INTO SC_1_120 (${names}) VALUES (${row.map(() => '?')})`).run(...row));
    const found: (string | null)[] = [];
    for await (const batch of sqliteUserSource(file)({from: 5, to: 5})) found.push(...batch.iins);
    return found;
  }

  async function campaigns(columns: string, start: Value, end: Value, id: Value = 'SC00000001'): Promise<number> {
    const file = dssb.open();
    await file.use((db) => {
      db.exec(`DROP TABLE SoftCollection_theories; CREATE TABLE SoftCollection_theories (${columns})`);
      db.prepare(`INSERT INTO SoftCollection_theories VALUES (?, ?, ?, ?)`).run(id, 'Name', start, end);
    });
    return (await sqliteCampaignSource(file, () => NOW)()).length;
  }

  async function refusal(answer: Promise<unknown>): Promise<string> {
    const error = await answer.catch((reason: unknown) => reason);
    if (!(error instanceof Failure)) throw new Error(`not refused: ${error}`);
    expect(error.kind).to.equal('refused');
    expect(error.advice).to.match(/drop the table .* softcollection import (users|campaigns) FILE\.csv/);
    return error.message;
  }

  it('are taken in whatever types, as long as ids are text and days are numbers', async () => {
    for (const columns of [
      'IIN TEXT, COUNT_DAY INTEGER',
      'IIN VARCHAR2(12), COUNT_DAY NUMBER',
      'IIN CHAR(12), COUNT_DAY REAL',
      'IIN, COUNT_DAY',
    ]) {
      expect(await users(columns, 'IIN, COUNT_DAY', 'x', 5), columns).to.deep.equal(['x']);
    }
  });

  it('are refused with ids that are numbers or bytes: those in front are lost', async () => {
    for (const [columns, id] of [
      ['"index" BIGINT, IIN BIGINT, COUNT_DAY BIGINT', 5n],
      ['IIN REAL, COUNT_DAY REAL', 5],
      ['IIN NUMERIC, COUNT_DAY NUMERIC', '005'],
      ['IIN, COUNT_DAY', 5],
      ['IIN BLOB, COUNT_DAY', new Uint8Array([0x35])],
      ['IIN TEXT, COUNT_DAY NUMERIC', new Uint8Array([0x35])],
    ] as const) {
      const message = await refusal(users(columns, 'IIN, COUNT_DAY', id, 5));
      expect(message, columns).to.include('SC_1_120').and.include('in column IIN');
    }
  });

  it('are refused with days that are text: they equal no number', async () => {
    for (const columns of ['IIN TEXT, COUNT_DAY TEXT', 'IIN TEXT, COUNT_DAY VARCHAR(2)', 'IIN TEXT, COUNT_DAY']) {
      expect(await refusal(users(columns, 'IIN, COUNT_DAY', 'x', '5')), columns).to.include('in column COUNT_DAY');
    }
  });

  it('are refused without a column, which is named', async () => {
    expect(await refusal(users('IIN TEXT, DAYS INTEGER', 'IIN', 'x'))).to.include('no column COUNT_DAY');
    expect(await refusal(users('ID TEXT, COUNT_DAY INTEGER', 'ID', 'x'))).to.include('no column IIN');
  });

  it('are not blamed, nor to be dropped, for a column that only STRATIFY_BY has', async () => {
    await users('IIN TEXT, COUNT_DAY INTEGER, REGION TEXT', 'IIN, COUNT_DAY', 'x', 5);
    const next = sqliteUserSource(spss.open(), ['REGION', 'REGOIN'])({from: 5, to: 5})[Symbol.asyncIterator]().next();
    const error = await next.catch((reason: unknown) => reason);
    expect(error).to.deep.include({
      kind: 'refused',
      message: 'SC_1_120 has no column REGOIN, which STRATIFY_BY names',
      advice: 'correct STRATIFY_BY: SC_1_120 has IIN, COUNT_DAY, REGION',
    });
  });

  const THEORY = 'THEORY_ID TEXT, THEORY_NAME TEXT, THEORY_START_DATE, THEORY_END_DATE';

  it('are taken with dates in any form that means one moment', async () => {
    for (const [start, end] of [
      ['2020-01-01', '2099-12-31'],
      ['2020-01-01 00:00', '2099-12-31 23:59:59'],
      ['2020-01-01T00:00:00', '2099-12-31 00:00:00.000000'],
      ['2024-01-15 09:00:00.000', NOW],
    ] as const) {
      expect(await campaigns(THEORY, start, end), start).to.equal(1);
    }
  });

  it('are refused with dates in other forms, rather than read as none or as another moment', async () => {
    for (const date of [
      '01.01.2020',
      1577836800,
      '1577836800',
      'now',
      '2020-01-01T00:00:00Z',
      '2020-01-01 00:00:00+05:00',
      '2020-02-30',
      '20200101',
      '2020-01-01 24:00',
    ]) {
      expect(await refusal(campaigns(THEORY, date, '2099-12-31')), String(date)).to.include(
        'in column THEORY_START_DATE',
      );
      expect(await refusal(campaigns(THEORY, '2020-01-01', date)), String(date)).to.include(
        'in column THEORY_END_DATE',
      );
    }
  });

  it('are refused with a THEORY_ID that is a number', async () => {
    expect(
      await refusal(campaigns(THEORY.replace('THEORY_ID TEXT', 'THEORY_ID'), '2020-01-01', '2099-12-31', 7)),
    ).to.include('in column THEORY_ID');
  });
});
