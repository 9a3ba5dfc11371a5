import {readdirSync, readFileSync} from 'node:fs';
import {fileURLToPath} from 'node:url';
import {expect} from 'chai';
import {findViolations, type Sources} from '../support/import-direction.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));

function readSources(): Sources {
  const files = readdirSync(`${root}src`, {recursive: true, encoding: 'utf8'})
    .map((file) => `src/${file.replaceAll('\\', '/')}`)
    .filter((file) => /\.[cm]?[jt]sx?$/.test(file));
  return Object.fromEntries(files.map((file) => [file, readFileSync(root + file, 'utf8')]));
}

const violationsOf = (file: string, source: string) => findViolations({[file]: source}).length;

describe('import direction', () => {
  it('is kept by every source', () => {
    const sources = readSources();
    for (const layer of ['src/domain/run.ts', 'src/application/run/run-distribution.ts'])
      expect(sources).to.have.property(layer);
    expect(findViolations(sources)).to.deep.equal([]);
  });

  it('lets each layer import what it may', () => {
    const allowed: [string, string][] = [
      ['src/domain/run.ts', `import {a} from './ids.ts';\nexport type {B} from './tables.ts';`],
      [
        'src/application/ports/clock.ts',
        `import type {A} from '../../domain/ids.ts';\nimport {b} from '../failure.ts';`,
      ],
      [
        'src/application/service/serve.ts',
        `import {a} from '../run/x.ts';\nimport {b} from '../events/y.ts';\nimport {c} from './z.ts';`,
      ],
      ['src/application/verify/verify-run.ts', `import {a} from '../run/roster.ts';`],
      ['src/application/hold-lease.ts', `import {a} from './ports/clock.ts';\nimport {b} from './failure.ts';`],
      [
        'src/adapters/sqlite/store.ts',
        `import {a} from './rows.ts';\nimport b from 'better-sqlite3';\nimport 'node:fs';`,
      ],
      [
        'src/adapters/sqlite/deep/x.ts',
        `import {a} from '../rows.ts';\nimport type {B} from '../../../domain/ids.ts';`,
      ],
      ['src/bootstrap/main.ts', `import {C} from 'inversify';\nimport '../adapters/cli/x.ts';\nrun(process.env);`],
      ['src/adapters/cli/run.ts', `// not process.env, and not from '../sqlite/x.ts'\nprocess.exitCode = 1;`],
      ['src/domain/x.ts', `const day = new Date(time).toISOString();`],
    ];
    for (const [file, source] of allowed) expect(findViolations({[file]: source})).to.deep.equal([]);
  });

  const planted: Record<string, [string, string][]> = {
    'finds a domain that imports anything but itself': [
      ['src/domain/run.ts', `import {a} from '../application/journal.ts';`],
      ['src/domain/run.ts', `import {\n  a,\n  b,\n} from '../application/journal.ts';`],
      ['src/domain/run.ts', `import type {A} from 'node:crypto';`],
      ['src/domain/run.ts', `export * from 'zod';`],
      ['src/domain/run.ts', `import './../application/journal.ts';`],
      ['src/domain/run.ts', `import {a} from '../domain/ids.ts';`],
      ['src/domain/run.ts', `const a = await import('../adapters/sqlite/store.ts');`],
    ],
    'finds a domain that looks at a clock or at chance': [
      ['src/domain/run.ts', 'const now = Date.now();'],
      ['src/domain/run.ts', 'const now = new Date();'],
      ['src/domain/run.ts', 'const x = Math.random();'],
    ],
    'finds an application that imports outwards': [
      ['src/application/journal.ts', `import {a} from '../adapters/sqlite/store.ts';`],
      ['src/application/ports/clock.ts', `import {a} from '../../bootstrap/tokens.ts';`],
      ['src/application/journal.ts', `import {createHash} from 'node:crypto';`],
      ['src/application/journal.ts', `import pino from 'pino';`],
    ],
    'finds a room of the application that imports back': [
      ['src/application/ports/clock.ts', `import {a} from '../events/journal.ts';`],
      ['src/application/events/journal.ts', `import {a} from '../run/roster.ts';`],
      ['src/application/notify/outbox.ts', `import {a} from '../run/roster.ts';`],
      ['src/application/run/roster.ts', `import type {A} from '../service/serve.ts';`],
      ['src/application/run/roster.ts', `import {a} from '../verify/verify-run.ts';`],
      ['src/application/verify/verify-run.ts', `import {a} from '../service/serve.ts';`],
      ['src/application/service/serve.ts', `import {a} from '../verify/verify-run.ts';`],
      ['src/application/import/source-columns.ts', `import {a} from '../run/roster.ts';`],
      ['src/application/hold-lease.ts', `import {a} from './events/journal.ts';`],
      ['src/application/elsewhere/x.ts', `import {a} from '../events/journal.ts';`],
    ],
    'finds an adapter that imports another, or bootstrap': [
      ['src/adapters/cli/run.ts', `import {a} from '../sqlite/store.ts';`],
      ['src/adapters/sql/run.ts', `import {a} from '../sqlite/store.ts';`],
      ['src/adapters/cli/run.ts', `import {a} from '../../bootstrap/config.ts';`],
      ['src/adapters/cli/run.ts', `const a = require("../sqlite/store.ts");`],
      ['src/adapters/cli/run.ts', `import {a} from '../../../test/support/given.ts';`],
      ['src/adapters/shared.ts', `import {a} from './sqlite/store.ts';`],
    ],
    'finds the container and the environment outside bootstrap': [
      ['src/adapters/cli/run.ts', `import {Container} from 'inversify';`],
      ['src/adapters/cli/run.ts', `import 'reflect-metadata';`],
      ['src/adapters/cli/run.ts', 'if (process.env.NO_COLOR) plain();'],
      ['src/adapters/cli/run.ts', `const {env} = process;`],
      ['src/adapters/cli/run.ts', `const dir = process['env'].DATA_DIR;`],
      ['src/adapters/cli/run.ts', `import {env} from 'node:process';`],
      ['src/application/journal.ts', 'const dir = process.env.DATA_DIR;'],
    ],
    'finds a source outside every layer, and sources that import tests': [
      ['src/helpers.ts', `import {a} from './domain/ids.ts';`],
      ['src/bootstrap/main.ts', `import {a} from '../../test/support/given.ts';`],
    ],
  };

  for (const [title, cases] of Object.entries(planted)) {
    it(title, () => {
      for (const [file, source] of cases) expect(violationsOf(file, source), source).to.equal(1);
    });
  }
});
