import {spawnSync} from 'node:child_process';
import {mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {expect} from 'chai';
import {composeMail} from '../../src/adapters/mail/compose.ts';
import {Failure} from '../../src/application/failure.ts';
import {groupCampaigns} from '../../src/domain/campaigns.ts';
import type {WallTime} from '../../src/domain/ids.ts';
import type {RunReport} from '../../src/domain/run-report.ts';
import {scrub} from '../../src/domain/scrub.ts';
import {LETTERHEAD} from '../adapters/mail/letterhead.ts';
import {configOf, faultsOf} from '../bootstrap/sample-environment.ts';
import {installations, jsonOf} from '../support/installation.ts';
import {
  campaignsOf, caseText, malformedOf, readCase, refusal, runDays, SHARED_CASES, usersOf,
} from '../support/shared-cases.ts'; // biome-ignore format: one list
import {tempFolder} from '../support/temp-folder.ts';
import {makeWorld} from '../support/world.ts';

/** Files of ten people and the same ten once more, in a spelling that is the same id, or one that is spoilt. */
const SAME_PEOPLE = [
  '04-zero-width-space/users.csv',
  '05-unit-separator/users.csv',
  '06-bidi-marks/users.csv',
  '06-bidi-marks/users-lrm.csv',
];
const SPOILT_COPIES = [
  '03-decimal-ids/users.csv',
  '09-nbsp/users-spaces-inside.csv',
  '11-excel-formula/users.csv',
  '11-excel-formula/users-equals.csv',
];
const ALL_SPOILT = [
  '01-excel-scientific/users.csv',
  '01-excel-scientific/users-ru.csv',
  '03-decimal-ids/users-only-floats.csv',
  '32-two-ids-in-a-cell/users.csv',
];

const ROWS: Readonly<Record<string, number>> = {
  '08-dos-eof/users.csv': 10, '08-dos-eof/users-glued.csv': 10, '08-dos-eof/users-one-column-row.csv': 10,
  '10-bom-in-the-middle/users.csv': 10, '10-bom-in-the-middle/users-quoted.csv': 10, '10-bom-in-the-middle/users-double-bom.csv': 5,
  '12-semicolons/users.csv': 5, '12-semicolons/users-sep.csv': 5, '12-semicolons/users-sep-comma.csv': 5,
  '13-utf16/users-be-bom.csv': 5, '13-utf16/users-le-bom.csv': 5, '13-utf16/users-le.csv': 5,
  '15-line-ends/users-cr.csv': 5, '15-line-ends/users-mixed.csv': 3, '15-line-ends/users-crcrlf.csv': 2, '15-line-ends/users-ls.csv': 2,
  '15-line-ends/users-cr-in-lf.csv': 3, '15-line-ends/users-cr-last-column.csv': 2, '15-line-ends/users-one-column-cr.csv': 2,
  '16-trailing-commas/users-columns.csv': 5, '16-trailing-commas/users-rows.csv': 5, '16-trailing-commas/users-blank-line.csv': 5,
  '16-trailing-commas/users-extra-cells.csv': 5,
}; // biome-ignore format: a table of files

const REFUSED: readonly (readonly [file: string, words: RegExp])[] = [
  ['07-nul-byte/users.csv', /line 3: IIN has a character NUL/],
  ['07-nul-byte/users-only.csv', /line 2: IIN has a character NUL/],
  ['07-nul-byte/campaigns.csv', /line 2: THEORY_NAME has a character NUL/],
  ['10-bom-in-the-middle/users-two-headers.csv', /line 7: COUNT_DAY is not a number/],
  ['11-excel-formula/users-bare.csv', /line 2: a quote/],
  ['14-windows-1251/campaigns.csv', /is not UTF-8\n.*Windows-1251/],
  ['14-windows-1251/campaigns-valid-as-utf8.csv', /line 2: may be in Windows-1251/],
  ['18-look-alikes/users-header.csv', /<U\+0421>OUNT_DAY/],
  ['22-names/campaigns-256.csv', /THEORY_NAME has 256 characters/],
];

const tableOf = (file: string) => (file.includes('/campaigns') ? 'SoftCollection_theories' : 'SC_1_120');
const countOf = async (file: string) => (await usersOf(file)).length;

describe('cases that others have met', () => {
  const install = installations();

  it('are all known here', () => {
    const folders = readdirSync(SHARED_CASES, {withFileTypes: true}).filter((it) => it.isDirectory());
    const here = readFileSync(fileURLToPath(import.meta.url), 'utf8');
    for (const {name} of folders) expect(here.includes(name), name).to.equal(true);
  });

  for (const [file, rows] of Object.entries(ROWS)) {
    it(`${file} is read: ${rows} rows`, async () => expect(await countOf(file)).to.equal(rows));
  }

  for (const [file, words] of REFUSED) {
    it(`${file} is refused by its cause`, async () => expect(await refusal(file, tableOf(file))).to.match(words));
  }

  for (const file of ALL_SPOILT) {
    it(`${file}: nobody is dealt, the import counts them and the run stops for a person`, async () => {
      const rows = await countOf(file);
      expect(await malformedOf(file, 'SC_1_120')).to.equal(rows);
      const {reports, world} = await runDays([[file]]);
      expect(reports[0]!.error).to.include({kind: 'safety_stop'});
      expect(world.rows()).to.deep.equal([]);
    });
  }

  for (const file of SPOILT_COPIES) {
    it(`${file}: the ten people are dealt once, their spoilt copies counted and warned of`, async () => {
      const {reports} = await runDays([[file]]);
      expect(reports[0]!.users).to.include({found: 20, malformed: 10, distributed: 10});
      expect(reports[0]!.warnings).to.deep.equal([{kind: 'malformed_ids', rows: 10, short: 0}]);
    });
  }

  for (const file of SAME_PEOPLE) {
    it(`${file}: ten people, not twenty`, async () => {
      expect((await runDays([[file]])).reports[0]!.users).to.include({
        found: 20,
        malformed: 0,
        repeated: 10,
        distributed: 10,
      });
    });
  }

  it('04-zero-width-space: people of an earlier day are known in any spelling', async () => {
    const folder = '04-zero-width-space';
    const {reports} = await runDays(['day1', 'day2', 'day2-word-joiner'].map((day) => [`${folder}/${day}.csv`]));
    expect(reports.map(({status, users}) => [status, users.distributed])).to.deep.equal([
      ['completed', 10],
      ['skipped', 0],
      ['skipped', 0],
    ]);
  });

  it('02-lost-leading-zeros: nobody is dealt again without his zeros, on the same day or on another', async () => {
    const [day1, day2] = ['day1', 'day2-from-excel'].map((day) => `02-lost-leading-zeros/${day}.csv`) as [
      string,
      string,
    ];
    const [both] = (await runDays([[day1, day2]])).reports;
    expect(both!.users).to.include({malformed: 10, distributed: 10});
    expect(both!.warnings).to.deep.equal([{kind: 'malformed_ids', rows: 10, short: 10}]);
    const {reports} = await runDays([[day1], [day2]]);
    expect([reports[0]!.users.distributed, reports[1]!.error!.kind]).to.deep.equal([10, 'safety_stop']);
  });

  it('09-nbsp: blanks of any kind around an id are none of it', async () => {
    expect((await runDays([['09-nbsp/users.csv']])).reports[0]!.users).to.include({
      found: 60,
      repeated: 50,
      distributed: 10,
    });
  });

  it('16-trailing-commas, 17-dates-of-tools: campaigns are read as what was meant, or refused with the wanted form', async () => {
    expect(await campaignsOf('16-trailing-commas/campaigns-rows.csv')).to.have.lengthOf(2);
    const meant: Readonly<Record<string, readonly string[]>> = {
      'dots-time': ['2020-02-01 00:00:00', '2099-12-31 23:59:00'],
      dots: ['2020-02-01 00:00:00', '2099-12-31 00:00:00'],
      fraction: ['2020-01-01 00:00:00', '2099-12-31 00:00:00'],
      millis: ['2020-01-01 00:00:00', '2099-12-31 00:00:00'],
      'short-hour': ['2020-01-01 09:00:00', '2099-12-31 09:00:00'],
    };
    for (const file of readdirSync(`${SHARED_CASES}17-dates-of-tools`).filter((name) => name.endsWith('.csv'))) {
      const dates = meant[file.slice('campaigns-'.length, -'.csv'.length)];
      if (dates) {
        const [first] = await campaignsOf(`17-dates-of-tools/${file}`);
        expect([first!.startDate, first!.endDate], file).to.deep.equal(dates);
      } else {
        expect(await refusal(`17-dates-of-tools/${file}`, 'SoftCollection_theories'), file).to.include(
          'such as 2024-01-15',
        );
      }
    }
  });

  it('18-look-alikes: a letter that only looks right is shown by its code point', async () => {
    const warningsOf = async (file: string) => groupCampaigns(await campaignsOf(`18-look-alikes/${file}`)).warnings;
    expect(await warningsOf('campaigns.csv')).to.deep.equal([{kind: 'bad_theory_id', theoryId: 'S<U+0421>00000002'}]);
    for (const file of ['campaigns-blank.csv', 'campaigns-trailing-blank.csv'])
      expect(await warningsOf(file)).to.be.empty;
    for (const file of ['campaigns-dot.csv', 'campaigns-lower.csv']) expect(await warningsOf(file)).to.have.lengthOf(1);
    expect(await malformedOf('18-look-alikes/campaigns.csv', 'SoftCollection_theories')).to.equal(1);
    expect((await runDays([['18-look-alikes/users-id.csv']])).reports[0]!.users).to.include({
      malformed: 5,
      distributed: 5,
    });
  });

  it('19-numbers: a COUNT_DAY is a decimal number', async () => {
    const good = ['dot', 'frac', 'half', 'nbsp', 'neg0', 'plus', 'zwsp'];
    for (const file of readdirSync(`${SHARED_CASES}19-numbers`).filter((name) => name.endsWith('.csv'))) {
      const answer = await readCase(`19-numbers/${file}`, 'SC_1_120');
      const isGood = good.includes(file.slice('users-'.length, -'.csv'.length));
      expect(answer instanceof Failure ? answer.message : '', file).to.match(
        isGood ? /^$/ : /COUNT_DAY is not a number/,
      );
    }
  });

  it('20-end-of-day: a campaign that ended at midnight is named when nothing runs', async () => {
    const world = makeWorld();
    const campaigns = await campaignsOf('20-end-of-day/campaigns.csv');
    world.source.theories = campaigns.map((row) => ({...row, endDate: '2024-01-15 00:00:00' as WallTime}));
    const [report] = await world.run();
    expect(report).to.include({status: 'skipped', reason: 'no_active_campaigns'});
    expect(report!.warnings).to.deep.equal([{kind: 'ended_today', theoryId: 'SC00000001'}]);
  });

  it('22-names: 255 letters fit, and TAB4 ends on a whole one within 255 bytes', async () => {
    const world = makeWorld();
    world.source.theories = await campaignsOf('22-names/campaigns.csv');
    await world.run();
    const names = new Map(world.source.theories.map(({theoryId, name}) => [theoryId!, name!]));
    const graphemes = new Intl.Segmenter('ru', {granularity: 'grapheme'});
    for (const {theoryId, tabs} of world.tables.get('SC_local_target')!) {
      const tab = String(tabs[3]);
      const whole = `Campaign: ${names.get(theoryId.split('.')[0]!)}`;
      expect(Buffer.byteLength(tab)).to.be.at.most(255);
      const ends = [...graphemes.segment(whole)].map(({index, segment}) => index + segment.length);
      expect(whole.startsWith(tab) && ends.includes(tab.length), theoryId).to.equal(true);
    }
  });

  it('23-id-in-text, 29-id-in-reason: no id leaves the process in any spelling', async () => {
    const digits = (text: string) => text.normalize('NFKC').replace(/[^\d]/g, '');
    for (const line of caseText('29-id-in-reason/reasons.txt').trim().split('\n')) {
      expect(/9099000000/.test(digits(scrub(line))), 'an id is shown').to.equal(false);
    }
    const world = makeWorld({users: 0});
    world.source.theories = await campaignsOf('23-id-in-text/campaigns.csv');
    world.source.users = await usersOf('23-id-in-text/users.csv');
    const [report] = await world.run();
    expect(report).to.include({status: 'completed'});
    const notice = {id: 'x', kind: 'success', report: report!} as const;
    const {html, text, attachments} = composeMail(notice, LETTERHEAD, 0);
    const events = [];
    for (const stream of (await world.deps.events.heads(0)).versions.keys()) {
      events.push(...(await world.deps.events.read(stream)));
    }
    for (const said of [
      html,
      text,
      ...attachments.map(({content}) => content),
      JSON.stringify(events),
      JSON.stringify(report),
    ]) {
      expect(/9099\s?0000\s?00\d\d/.test(said.normalize('NFKC').replaceAll('-', '')), 'an id is shown').to.equal(false);
    }
  });

  it('24-addresses: each line is taken, or its bad part is named', () => {
    const good = [
      'r&d@bank.kz',
      'a@xn--80a1acny.xn--80ao21a',
      'a@xn--80a1acny.kz',
      'a@почта.қаз',
      'анна@bank.kz',
      "o'neil@bank.kz",
      'a/b@bank.kz',
      'a=b@bank.kz',
    ];
    for (const line of caseText('24-addresses/values.txt').split('\n').filter(Boolean)) {
      const faults = faultsOf({CAMPAIGN_NOTIFICATION_EMAILS: line});
      for (const {got} of faults) expect(line).to.include(got!.split('***').at(-1));
      if (good.includes(line)) expect(faults, line).to.be.empty;
    }
  });

  it('27-mail: the html is under 100 kB, the Message-ID has a domain with a dot', async () => {
    for (const file of readdirSync(`${SHARED_CASES}27-mail`).filter((name) => name.startsWith('campaigns'))) {
      const world = makeWorld({users: 0});
      world.source.theories = await campaignsOf(`27-mail/${file}`);
      world.source.users = await usersOf('27-mail/users.csv');
      const [report] = await world.run();
      const notice = {id: 'x', kind: 'success', report: report!} as const;
      const {html, messageId} = composeMail(notice, {...LETTERHEAD, sender: null}, 0);
      expect(Buffer.byteLength(html), file).to.be.lessThan(100_000);
      expect(messageId).to.match(/@[^@]+\.[^@.]+>$/);
    }
  });

  it('28-large-lines: files of one line, of millions of columns and with a stray quote are refused; the quote’s line is named', async () => {
    const folder = tempFolder();
    try {
      spawnSync(process.execPath, [`${SHARED_CASES}28-large-lines/make.mjs`, folder.path], {stdio: 'ignore'});
      const said = async (file: string) => {
        const answer = await readCase(join(folder.path, file), 'SC_1_120');
        if (!(answer instanceof Failure)) throw new Error(`${file} was taken`);
        return answer.message;
      };
      expect(await said('quote.csv')).to.include('line 2: a quote is opened in this line');
      expect(await said('oneline.csv')).to.include('line 2');
      expect((await said('header.csv')).length).to.be.lessThan(300);
    } finally {
      folder.remove();
    }
  });

  it('31-message-id: two installations that mail the same people on the same day have their own', async () => {
    const ids = await Promise.all([1, 2].map((n) => messageIdOfRun(n)));
    expect(new Set(ids).size).to.equal(2);
    for (const id of ids) expect(id).to.match(/@[^@]+\.[^@.]+>$/);
  });

  async function messageIdOfRun(n: number): Promise<string> {
    const at = install();
    await at.run(['import', 'campaigns', `${SHARED_CASES}campaigns.csv`]);
    at.write('u.csv', `IIN,COUNT_DAY\n99099000000${n},5\n`);
    await at.run('import users u.csv');
    const report = jsonOf<RunReport>(await at.run('run --json'));
    expect(report.status).to.equal('completed');
    const source = readFileSync(join(at.data, 'mail', `${report.run_id}.1-success.eml`), 'utf8');
    return /^Message-ID:\s+(\S+)/m.exec(source)?.[1] ?? '';
  }

  it('33-any-digits: any id is taken if asked for, and by default all but a lost zero', async () => {
    const file = '33-any-digits/users.csv';
    expect((await runDays([[file]], 'any')).reports[0]!.users).to.include({malformed: 0, distributed: 6});
    expect((await runDays([[file]])).reports[0]!.users).to.include({malformed: 1, distributed: 5});
  });

  it('34-null-theory-id: a row without a THEORY_ID is warned of, the others run', async () => {
    const world = makeWorld();
    world.source.theories.push({...world.source.theories[0]!, theoryId: null});
    const [report] = await world.run();
    expect([report!.status, report!.campaigns.length, report!.warnings.length]).to.deep.equal(['completed', 2, 1]);
  });

  it('35-ehlo: the server is greeted by the sender’s domain, or by the name that is set', () => {
    const environment = Object.fromEntries(
      caseText('35-ehlo/env')
        .trim()
        .split('\n')
        .map((line) => line.split('=')),
    );
    const nameOf = (more: object) => {
      const {mail} = configOf({...environment, ...more});
      return mail.type === 'smtp' ? mail.name : null;
    };
    expect([nameOf({}), nameOf({SMTP_NAME: 'relay-1.bank.kz'})]).to.deep.equal(['bank.kz', 'relay-1.bank.kz']);
  });

  it("30-allocation: its own check of a campaign's first day finds nothing", () => {
    const env = {...process.env, DIST: fileURLToPath(new URL('../../dist', import.meta.url))};
    const {stdout} = spawnSync(process.execPath, [`${SHARED_CASES}30-allocation/check.mjs`], {env, encoding: 'utf8'});
    expect(stdout).to.equal('{ cases: 1833, bad: 0 }\n');
  });

  it('26-stale-wal: the advice to restore a file names what lies beside it', async () => {
    const at = install();
    mkdirSync(at.data, {recursive: true});
    writeFileSync(join(at.data, 'dssb_app.db'), 'x'.repeat(5_000));
    const {code, err} = await at.run('preview');
    expect(code).to.equal(4);
    expect(err).to.include('dssb_app.db-wal').and.include('dssb_app.db-shm');
  });

  const TAKEN = ['date-millis', 'date-pandas', 'date-null-end', 'id-null'];
  const variants = [...caseText('25-foreign-tables/make.mjs').matchAll(/^ {2}'([\w-]+)': \(\) =>/gm)].map(
    ([, name]) => name!,
  );
  for (const variant of variants) {
    it(`25-foreign-tables: ${variant} is ${TAKEN.includes(variant) ? 'taken, with a warning of what is left out' : 'refused with advice'}`, async () => {
      const at = install();
      // The case's script asks for better-sqlite3 where it is started.
      const driver = process.versions.node.startsWith('20.') ? 'better-sqlite3-node20' : 'better-sqlite3';
      mkdirSync(at.inFolder('node_modules'), {recursive: true});
      writeFileSync(at.inFolder('package.json'), '{}');
      symlinkSync(
        fileURLToPath(new URL(`../../node_modules/${driver}`, import.meta.url)),
        at.inFolder('node_modules/better-sqlite3'),
      );
      const made = spawnSync(process.execPath, [`${SHARED_CASES}25-foreign-tables/make.mjs`, variant, at.data], {
        cwd: at.inFolder('.'),
        encoding: 'utf8',
      });
      expect(made.status, made.stderr).to.equal(0);
      const report = jsonOf<RunReport>(await at.run('run --json'));
      if (TAKEN.includes(variant)) {
        expect(report).to.include({status: 'completed'});
        expect(report.campaigns.length + report.warnings.length).to.equal(2);
      } else {
        expect(report.error).to.include({kind: 'refused'});
        expect(report.error!.advice).to.include('softcollection import');
      }
    });
  }
});
