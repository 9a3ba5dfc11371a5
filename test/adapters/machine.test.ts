import {chmodSync, mkdirSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect} from 'chai';
import {inspectFolder} from '../../src/adapters/machine/inspect-folder.ts';
import {tempFolder} from '../support/temp-folder.ts';

describe('a look at DATA_DIR', () => {
  let folder: ReturnType<typeof tempFolder>;
  beforeEach(() => {
    folder = tempFolder();
  });
  afterEach(() => folder.remove());

  it('names what other accounts may read, and nothing else', async () => {
    const path = join(folder.path, 'data');
    mkdirSync(path, {mode: 0o700});
    writeFileSync(join(path, 'secrets.json'), '{}', {mode: 0o600});
    writeFileSync(join(path, 'state.db'), '');
    chmodSync(join(path, 'state.db'), 0o644);
    const found = await inspectFolder(path, join(path, 'sc.log'));
    expect(found).to.deep.include({
      path,
      isThere: true,
      isWritable: true,
      openToOthers: [join(path, 'state.db')],
      logFile: {path: join(path, 'sc.log'), isWritable: true},
    });
    expect(found.freeBytes).to.be.greaterThan(0);
  });

  it('of one that is not there goes by the folder above, and makes none', async () => {
    const path = join(folder.path, 'a', 'b');
    expect(await inspectFolder(path, null)).to.deep.include({isThere: false, isWritable: true, openToOthers: []});
    expect(await inspectFolder(path, null)).to.include({isThere: false});
  });
});
