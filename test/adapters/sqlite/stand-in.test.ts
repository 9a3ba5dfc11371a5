import {existsSync} from 'node:fs';
import {join} from 'node:path';
import {expect} from 'chai';
import {systemClock} from '../../../src/adapters/clock/system-clock.ts';
import {sqliteFile} from '../../../src/adapters/sqlite/sqlite-file.ts';
import {tempFolder} from '../../support/temp-folder.ts';

describe('a database file that is not to be made', () => {
  const folder = tempFolder();
  after(() => folder.remove());
  const open = (makesNone: boolean) =>
    sqliteFile({
      ...{path: join(folder.path, 'data', 'some.db'), schema: 'CREATE TABLE IF NOT EXISTS t (n)', database: null},
      ...{clock: systemClock, lockWaitMs: 0, onWait: () => {}, stopping: new AbortController().signal, makesNone},
    });
  const count = (file: ReturnType<typeof open>) => file.use((db) => db.prepare('SELECT count(*) FROM t').pluck().get());
  async function rows(file: ReturnType<typeof open>) {
    const found: unknown[] = [];
    for await (const batch of file.stream('SELECT n FROM t', [])) found.push(...batch);
    return found;
  }

  it('is empty while it is not there, whichever way it is read, and is not made', async () => {
    const file = open(true);
    expect([await count(file), await rows(file), await count(file)]).to.deep.equal([0, [], 0]);
    file.close();
    expect(existsSync(join(folder.path, 'data'))).to.equal(false);
  });

  it('is read and written as any other once it is there', async () => {
    const maker = open(false);
    await maker.use((db) => db.exec('INSERT INTO t VALUES (1)'));
    const file = open(true);
    await file.use((db) => db.exec('INSERT INTO t VALUES (2)'));
    expect([await count(maker), await rows(file)]).to.deep.equal([2, [[1], [2]]]);
    for (const each of [maker, file]) each.close();
  });
});
