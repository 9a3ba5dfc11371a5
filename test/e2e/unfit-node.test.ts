import {spawnSync} from 'node:child_process';
import {fileURLToPath} from 'node:url';
import {expect} from 'chai';
import {installations} from '../support/installation.ts';

const READY = fileURLToPath(new URL('../../tools/ready.mjs', import.meta.url));

describe('Where it cannot work, it says so in one line and ends with 3', () => {
  const install = installations();

  /** Starts with the driver's loading replaced: what is loaded before everything else also is in worker threads. */
  const withoutDriver = (throws: string) => {
    const it = install();
    it.write('users.csv', 'IIN,COUNT_DAY\n990990000001,5\n');
    it.write(
      'broken.cjs',
      `const Module = require('node:module');
       const load = Module._load;
       Module._load = (name, ...rest) => {
         if (name.startsWith('better-sqlite3')) throw ${throws};
         return load(name, ...rest);
       };`,
    );
    return (words: string) => it.run(words, {}, ['--require', it.inFolder('broken.cjs')]);
  };

  for (const words of ['run', 'demo', 'start', 'preview', 'resume', 'status', 'import users users.csv']) {
    it(`${words}, the driver's native part missing`, async () => {
      const run = withoutDriver("new Error('Could not locate the bindings file. Tried:\\n → a\\n → b')");
      const {code, out, err} = await run(words);
      expect(err).to.match(/^softcollection: SQLite's driver is not installed for Node .+ \(\w+ \w+\): .+\n$/);
      expect({code, out}).to.deep.equal({code: 3, out: ''});
    });
  }

  it('the driver compiled for another Node', async () => {
    const message =
      "The module 'x.node'\\nwas compiled against a different Node.js version using\\nNODE_MODULE_VERSION 127.";
    const run = withoutDriver(`Object.assign(new Error("${message}"), {code: 'ERR_DLOPEN_FAILED'})`);
    const {code, err} = await run('run');
    expect(err).to.match(
      /^softcollection: SQLite's driver cannot be loaded by Node .+ using NODE_MODULE_VERSION 127\.: .+\n$/,
    );
    expect(code).to.equal(3);
  });

  it('what needs no database works without its driver', async () => {
    const run = withoutDriver("new Error('away')");
    expect(await run('config --json')).to.include({code: 0, err: ''});
  });

  for (const version of ['18.20.8', '20.18.3', '21.7.3', '22.13.1', '23.11.1']) {
    it(`the command and tools/ready.mjs on Node ${version}`, async () => {
      const it = install();
      const versions = `{value: {...process.versions, node: '${version}'}}`;
      it.write('old.cjs', `Object.defineProperty(process, 'versions', ${versions})`);
      const fault = `Node ${version} cannot run this: use 24 or later, 22.14 or later of 22, or 20.19 or later of 20\n`;
      const answer = await it.run('start', {}, ['--require', it.inFolder('old.cjs')]);
      expect(answer).to.deep.equal({code: 3, out: '', err: `softcollection: ${fault}`});
      const ready = spawnSync(process.execPath, ['--require', it.inFolder('old.cjs'), READY], {encoding: 'utf8'});
      expect({code: ready.status, err: ready.stderr}).to.deep.equal({code: 3, err: fault});
    });
  }
});
