import {expect} from 'chai';
import type {RunReport} from '../../src/domain/run-report.ts';
import {fill} from '../support/filled.ts';
import {type Answer, type Installation, installations, jsonOf, type Settings} from '../support/installation.ts';
import {sampleUsers, writeCsv} from '../support/sample-csv.ts';

type ErrorDocument = {readonly error: {readonly kind: string; readonly message: string}};

/** Whether stdout is one JSON document and nothing else. */
function isOneDocument({out}: Answer): boolean {
  try {
    JSON.parse(out);
    return out.endsWith('\n');
  } catch {
    return false;
  }
}

describe('--json', () => {
  const install = installations();
  let at: Installation;
  let run: string;

  before(async () => {
    at = install();
    await fill(at, {people: 60, campaigns: 2});
    run = jsonOf<RunReport>(await at.run('run --json')).run_id;
  });

  it('prints one document, whatever the command', async () => {
    const importing = at.copy();
    importing.write('file.csv', writeCsv(sampleUsers(10, 5).rows));
    const asked: (readonly [at: Installation, words: string, code: number])[] = [
      [at, 'runs', 0],
      [at, `runs show ${run}`, 0],
      [at, `runs events ${run}`, 0],
      [at, 'verify', 0],
      [at, 'verify --chain', 0],
      [at, 'config', 0],
      [at, 'mail test', 0],
      [at, 'mail preview', 0],
      [at, 'preview', 6],
      [at, 'resume', 0],
      [at, 'resume --explain', 0],
      [importing, 'import users file.csv', 0],
      [install(), 'demo', 0],
    ];
    const answers = await Promise.all(asked.map(([where, words]) => where.run(`${words} --json`)));
    for (const [i, answer] of answers.entries()) {
      const [, words, code] = asked[i]!;
      expect([words, answer.code, isOneDocument(answer)], answer.err).to.deep.equal([words, code, true]);
    }
  });

  it('prints one document with the error when a command fails', async () => {
    const broken = at.copy();
    broken.write('data/state.db', 'not a database '.repeat(400));
    const wrong = {PORT: 'http'};
    const asked: (readonly [at: Installation, words: string, code: number, kind: string, more?: Settings])[] = [
      [at, 'runs show nosuch', 2, 'usage'],
      [at, 'verify nosuch', 2, 'usage'],
      [at, `runs abandon ${run} --reason x`, 2, 'usage'],
      [at, 'run --force', 2, 'usage'],
      [at, 'import users nosuch.csv', 2, 'usage'],
      [at, 'demo', 2, 'usage'],
      [broken, 'run', 4, 'unreachable'],
      [broken, 'runs', 4, 'unreachable'],
      [at, 'run', 3, 'configuration', wrong],
      [at, 'config', 3, 'configuration', wrong],
    ];
    const answers = await Promise.all(asked.map(([where, words, , , more]) => where.run(`${words} --json`, more)));
    for (const [i, answer] of answers.entries()) {
      const [, words, code, kind] = asked[i]!;
      expect([words, answer.code, isOneDocument(answer)], answer.err).to.deep.equal([words, code, true]);
      expect(jsonOf<ErrorDocument>(answer).error.kind, words).to.equal(kind);
      expect(answer.err, words).to.include(jsonOf<ErrorDocument>(answer).error.message.split('\n')[0]);
    }
  });

  it('prints one document with the error when the words are wrong', async () => {
    const asked = ['run --nosuch', 'nosuch', 'runs abandon x', 'import users'];
    const answers = await Promise.all(asked.map((words) => at.here(`${words} --json`)));
    for (const [i, answer] of answers.entries()) {
      expect([asked[i], answer.code, isOneDocument(answer)], answer.err).to.deep.equal([asked[i], 2, true]);
      expect(jsonOf<ErrorDocument>(answer).error.kind, asked[i]).to.equal('usage');
    }
  });
});
