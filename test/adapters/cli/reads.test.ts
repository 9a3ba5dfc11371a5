import {Readable} from 'node:stream';
import {expect} from 'chai';
import type {OpenOptions} from '../../../src/adapters/cli/command.ts';
import {runCli} from '../../../src/adapters/cli/program.ts';
import {Failure} from '../../../src/application/failure.ts';

const READING = [
  ...['config', 'status', 'next', 'preview', 'run --dry-run', 'resume --explain', 'verify', 'verify --chain', 'health'],
  ...['runs', 'runs list', 'runs show RUN', 'runs events RUN', 'audit', 'audit list', 'campaign show ID', 'token list'],
  ...['export assignments ID --to F', 'prune --older-than 2y --dry-run', 'state migrate --dry-run', 'state backup F'],
  ...['import users F --dry-run', 'import campaigns F --dry-run'],
];
const WRITING = [
  ...['demo', 'start', 'run', 'resume', 'runs abandon RUN --reason test', 'campaign register ID --file F'],
  ...['scheduler start', 'scheduler stop', 'scheduler reopen', 'token issue --sub x', 'token revoke ID'],
  ...[
    'audit export --to F',
    'prune --older-than 2y',
    'state migrate',
    'state restore F',
    'state rebuild',
    'state rekey',
  ],
  ...['import users F', 'mail test'],
];

describe('what a command asks to be opened', () => {
  async function asked(words: string): Promise<OpenOptions> {
    const given: OpenOptions[] = [];
    const terminal = {out: () => {}, err: () => {}, bar: null, color: false, width: 80};
    const open = (options: OpenOptions) => {
      given.push(options);
      return Promise.reject(new Failure('usage', 'no more is asked'));
    };
    const examine = () => Promise.reject(new Error('not asked for'));
    const input = Readable.from([]) as NodeJS.ReadStream;
    await runCli(words.split(' '), {version: '1', terminal, input, open, examine, heedSignals: () => {}});
    expect(given, words).to.have.length(1);
    return given[0]!;
  }

  it('makes nothing where nothing is yet, if it only reads', async () => {
    for (const words of READING) expect((await asked(words)).reads, words).to.equal(true);
  });

  it('makes what is not there, if it writes', async () => {
    for (const words of WRITING) expect((await asked(words)).reads, words).to.equal(false);
  });
});
