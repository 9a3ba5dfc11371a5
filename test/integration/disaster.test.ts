import {spawn} from 'node:child_process';
import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {expect} from 'chai';
import {answerOf, buildIfStale} from '../support/installation.ts';
import {tempFolder} from '../support/temp-folder.ts';

const at = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url));

describe('deploy/drill/disaster.sh', () => {
  const folder = tempFolder();
  before(buildIfStale);
  after(folder.remove);

  it('loses the state amid a run, restores it elsewhere, and finds each person once', async () => {
    const drill = join(folder.path, 'drill');
    const env = {PATH: process.env.PATH, SOFTCOLLECTION: `${process.execPath} ${at('dist/bootstrap/main.js')}`};
    const {code, out, err} = await answerOf(spawn('bash', [at('deploy/drill/disaster.sh'), drill], {env}));
    expect(code, out + err).to.equal(0);
    expect(readFileSync(join(drill, 'protocol.txt'), 'utf8')).to.match(
      /PASSED: each of 3000 people once in DSSB, each of 2400 once in SPSS\n$/,
    );
  }).timeout(120_000);
});
