import {readFileSync} from 'node:fs';
import {expect} from 'chai';
import {openDatabase} from '../../../src/adapters/sqlite/driver.ts';

describe("SQLite's driver", () => {
  it('opens a database on the Node that this is', () => {
    const db = openDatabase(':memory:');
    expect(db.prepare('SELECT 1 + 1').pluck().get()).to.equal(2);
    db.close();
  });

  // npm would compile what brings its binaries, and fail where no compiler is.
  it('is not compiled from the lock file for Node 22 and later: node tools/keep-gypfile.mjs', () => {
    const lock = JSON.parse(readFileSync(new URL('../../../npm-shrinkwrap.json', import.meta.url), 'utf8'));
    expect(lock.packages['node_modules/better-sqlite3']).to.include({gypfile: false});
    expect(lock.packages['node_modules/better-sqlite3-node20']).to.include({optional: true});
  });
});
