import {expect} from 'chai';
import {SPSS_SCHEMA} from '../../../src/adapters/sqlite/schema.ts';
import {sqliteHarness} from '../../support/sqlite-harness.ts';

const IN_MEMORY = 2;
const ASKED = 'SELECT temp_store FROM pragma_temp_store';

describe('what SQLite sorts', () => {
  const {open, close} = sqliteHarness('spss.db', SPSS_SCHEMA);
  after(close);

  it('never lies in a temporary file, where ids would outlast the run', async () => {
    const file = open();
    expect(await file.use((db) => db.prepare(ASKED).pluck().get())).to.equal(IN_MEMORY);
    const rows: unknown[] = [];
    for await (const batch of file.stream(ASKED, [])) rows.push(...batch);
    expect(rows).to.deep.equal([[IN_MEMORY]]);
  });
});
