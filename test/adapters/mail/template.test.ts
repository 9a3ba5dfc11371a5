import {spawnSync} from 'node:child_process';
import {fileURLToPath} from 'node:url';
import {expect} from 'chai';

const TOOL = fileURLToPath(new URL('../../../tools/build-mail.mjs', import.meta.url));

describe('the mail’s template', () => {
  it('was built from its source as it stands: else npm run build:mail', () => {
    const {status, stderr} = spawnSync(process.execPath, [TOOL, '--check'], {encoding: 'utf8'});
    expect(status, stderr).to.equal(0);
  });
});
