import {expect} from 'chai';
import {sqliteFailure} from '../../../src/adapters/sqlite/sqlite-failure.ts';
import {Failure} from '../../../src/application/failure.ts';

describe('what SQLite cannot do', () => {
  for (const [code, what, advice] of [
    ['SQLITE_FULL', 'no space left', 'free space on the disk of /data, then run again'],
    ['SQLITE_IOERR_SHMSIZE', 'no space left', 'free space on the disk of /data, then run again'],
    ['SQLITE_IOERR_WRITE', 'the disk fails', 'see whether the disk of /data is full or fails, then run again'],
  ] as const)
    it(`is told in words: ${code}`, () => {
      const failure = sqliteFailure(Object.assign(new Error('said'), {code}), '/data/state.db', null);
      expect(failure).to.be.instanceOf(Failure).and.to.include({kind: 'unreachable', advice});
      expect(failure).to.have.property('message', `state.db: ${what} (said)`);
    });
});
