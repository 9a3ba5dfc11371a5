import {createHash} from 'node:crypto';
import {expect} from 'chai';
import {fill} from '../support/filled.ts';
import {installations} from '../support/installation.ts';

describe('campaign register', () => {
  const install = installations();
  const TEXT = 'Гипотеза: SMS повышает возврат на 2 пункта.\r\nГоризонт: 90 дней.\r\n';

  it('keeps each version of a text with the hash of its file, and says when it came late', async () => {
    const at = install();
    at.write('plan.md', TEXT);
    const first = await at.run('campaign register SC00000001 --file plan.md --json');
    expect(first.code, first.err).to.equal(0);
    const sha256 = createHash('sha256').update(TEXT).digest('hex');
    expect(JSON.parse(first.out)).to.include({version: 1, late: false, sha256, text: TEXT});
    await fill(at);
    await at.here('run');
    at.write('plan.md', `${TEXT}Исход: возврат за 30 дней.\r\n`);
    const late = await at.run('campaign register SC00000001 --file plan.md');
    expect(late.out).to.include('SC00000001 version 2').and.include('late: people had been dealt to it');
    const shown = await at.here('campaign show SC00000001');
    expect(shown.out).to.include('before its first person').and.include('Исход: возврат за 30 дней.');
    const {versions} = JSON.parse((await at.here('campaign show SC00000001 --json')).out);
    expect(versions.map(({version}: {version: number}) => version)).to.deep.equal([1, 2]);
    expect((await at.here('audit')).out).to.include('campaign register SC00000001: version 2');
    expect((await at.here('verify --chain')).code).to.equal(0);
  });

  it('refuses a file that is too large, no text, or not there', async () => {
    const at = install();
    at.write('large.txt', 'x'.repeat(65_537));
    at.write('bytes.txt', new Uint8Array([0xff, 0xfe, 0x41]));
    const said = {
      ...{'large.txt': 'is too large', '/dev/zero': 'is too large', 'bytes.txt': 'is not UTF-8'},
      ...{'none.txt': 'cannot be read', '.': 'cannot be read'},
    };
    for (const [file, why] of Object.entries(said)) {
      const {code, err} = await at.run(`campaign register SC00000001 --file ${file}`);
      expect([code, err.split('\n')[0]]).to.deep.equal([2, `softcollection: ${file} ${why}`]);
    }
  });
});
