import {readFileSync} from 'node:fs';
import {expect} from 'chai';
import {EN} from '../../src/application/words/en.ts';
import type {WarningKind} from '../../src/domain/warnings.ts';
import {logMessages, messagesOf} from '../support/log-messages.ts';

/** What is said in words that other code makes: where the page tells of it. `null`: by the lines of who makes them. */
const FROM_ELSEWHERE: Readonly<Record<string, readonly string[]>> = {
  'adapters/http/app.ts: scrub(asFailure(error).message)': ['any text of a failure'],
  'application/notify/log-run.ts: progress.message': [],
  'application/notify/log-run.ts: sayWarning(EN, warning)': [],
  'application/notify/log-run.ts: type': ['NotificationQueued', 'NotificationSent', 'RosterKeyDestroyed'],
  'application/service/heartbeat.ts: asFailure(error).message': ['any text of a failure'],
  'application/service/serve.ts: asFailure(error).message': ['any text of a failure'],
  'bootstrap/log.ts: message': [],
  'bootstrap/main.ts: message': [],
  'bootstrap/main.ts: warning': ['… travel in clear; …'],
  'bootstrap/run-service.ts: warning': ["… is … s ahead of this machine's time in …: …"],
};

const rows = readFileSync(new URL('../../docs/log.md', import.meta.url), 'utf8')
  .split('\n')
  .filter((line) => /^\| (debug|info|warn|error) \|/.test(line))
  .map((line) => line.slice(2, -2).split(' | '));
const catalogue = rows.map(([level, message]) => `${level} ${message!.replace(/^`|`$/g, '')}`);
const warnings: readonly WarningKind[] = Object.keys(EN.warnings) as WarningKind[];

describe('docs/log.md', () => {
  const said = logMessages();

  it('has each line that the code writes, with its level, and no other', () => {
    const own = said.flatMap(({level, text}) => (text === null ? [] : [`${level} ${text}`]));
    const others = said.flatMap(({level, text, from}) =>
      text === null ? (FROM_ELSEWHERE[from] ?? [`not described: ${from}`]).map((it) => `${level} ${it}`) : [],
    );
    const lines = new Set([...own, ...others, ...warnings.map((kind) => `warn ${kind}`)]);
    expect({
      saidButNotDescribed: [...lines].filter((line) => !catalogue.includes(line)),
      describedButNotSaid: catalogue.filter((line) => !lines.has(line)),
    }).to.deep.equal({saidButNotDescribed: [], describedButNotSaid: []});
    expect(catalogue).to.have.length(lines.size);
    expect(own).to.have.length.greaterThan(50);
  });

  it('says of each what it means and what to do', () => {
    for (const cells of rows)
      expect(
        cells.filter((cell) => cell.trim() !== ''),
        cells.join(' | '),
      ).to.have.length(4);
  });
});

describe('what the code writes to its log', () => {
  it('is found in each way to write it', () => {
    // § for $, which a linter takes for a mistake.
    const source = [
      "log.warn({a: f(1, ')')}, `a §{b ? `c§{d}` : '}'} it's`);",
      "deps.log.info(\n  {},\n  'no\\'t',\n);",
      "log[levelOf(line)](line, 'request');",
      'options.onWait(`§{name} waits`);',
      "observe({type: 'waiting', message: `left: §{x}`});",
      'log.error(fields, words(failure));',
    ].join('\n');
    const found = messagesOf('f.ts', source.replaceAll('§', '$'));
    expect(found.map(({level, text}) => `${level} ${text}`)).to.deep.equal([
      "warn a … it's",
      "info no't",
      'info request',
      'warn … waits',
      'warn left: …',
      'error null',
    ]);
    expect(found.at(-1)!.from).to.equal('f.ts: words(failure)');
  });
});
