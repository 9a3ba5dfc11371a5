import {createHash} from 'node:crypto';
import {readFileSync} from 'node:fs';
import {expect} from 'chai';
import type {RunReport} from '../../src/domain/run-report.ts';
import {fill} from '../support/filled.ts';
import {idScanner} from '../support/id-scanner.ts';
import {type Installation, installations, jsonOf, type Settings} from '../support/installation.ts';
import {mailsOf, type Said, stateOf} from '../support/said.ts';
import {sampleUsers, writeCsv} from '../support/sample-csv.ts';

const USERS = sampleUsers(1_000);
const MORE = sampleUsers(50, 8);
const IDS = [...USERS.ids, ...USERS.others, ...MORE.ids, ...MORE.others];

describe('no id of a person', () => {
  const install = installations();
  const scan = idScanner(IDS);
  const said: Said[] = [];
  let at: Installation;

  async function ask(words: string | readonly string[], code: number, more: Settings = {}): Promise<string> {
    const answer = await at.run(words, more);
    expect(answer.code, `${words}: ${answer.err}`).to.equal(code);
    said.push({where: `${words}, stdout`, text: answer.out}, {where: `${words}, stderr`, text: answer.err});
    return answer.out;
  }

  async function askLocked(database: 'spss' | 'dssb_app', words: string, code: number): Promise<void> {
    const lock = at.open(database);
    lock.exec('BEGIN EXCLUSIVE');
    await ask(words, code).finally(() => lock.close());
  }

  /** A life with all that may go wrong, told as much as can be. */
  before(async function () {
    // Many commands, on a machine that may be busy.
    this.timeout(180_000);
    at = install({LOG_LEVEL: 'trace', LOG_FILE: 'service.log', LOCK_WAIT: '0s'});
    await fill(at, {people: USERS});
    const header = ['IIN', 'COUNT_DAY'];
    at.write('days.csv', writeCsv([header, ...MORE.ids.map((id) => [id, `x${id}`])]));
    at.write('long.csv', writeCsv([header, ...MORE.ids.map((id) => [id.repeat(5), '5'])]));
    at.write('quotes.csv', `IIN,COUNT_DAY\n${MORE.ids.map((id) => `${id}"${id},5\n`).join('')}`);
    at.write('headless.csv', writeCsv(MORE.rows.slice(1)));
    for (const file of ['days', 'long', 'quotes', 'headless']) await ask(`import users ${file}.csv --json`, 2);
    at.write('more.csv', writeCsv(MORE.rows));
    await ask('preview', 0);
    await askLocked('dssb_app', 'run', 4);
    await ask('resume --explain', 0);
    await askLocked('spss', 'resume --json', 7);
    const run = jsonOf<RunReport>({code: 0, out: await ask('run --json', 0), err: ''}).run_id;
    await ask('import users more.csv', 0);
    await ask('run', 0);
    await ask('run --json', 6);
    // At once, and a look at a seed is written to the audit: others wait for that.
    const look = (words: string) => ask(words, 0, {LOCK_WAIT: '60s'});
    await Promise.all([
      look(`runs show ${run}`), look(`runs show ${run} --json`), look(`runs events ${run}`),
      look(`runs events ${run} --json --show-seed`), look('runs list'), look('verify --json'), look('config'),
    ]); // biome-ignore format: a list
    said.push({where: 'LOG_FILE', text: readFileSync(at.inFolder('service.log'), 'utf8')});
    said.push(...(await mailsOf(at)), ...stateOf(at));
  });

  it('was at risk: logs, mails, attachments and events were read', () => {
    const sizeOf = (part: string) =>
      said.filter(({where}) => where.includes(part)).reduce((sum, {text}) => sum + text.length, 0);
    for (const part of [
      'stdout',
      'stderr',
      'LOG_FILE',
      '.eml, raw',
      '.eml, decoded',
      '.json',
      'state.db, bytes',
      'events',
    ]) {
      expect(sizeOf(part), part).to.be.greaterThan(500);
    }
    expect(said.filter(({where}) => where.endsWith('.eml, raw'))).to.have.lengthOf.at.least(3);
  });

  it('stands in anything that the service said or kept, as it is or as a digest without a key', () => {
    const leaks = said.filter(({text}) => scan(text).plain + scan(text).digests > 0).map(({where}) => where);
    expect(leaks).to.deep.equal([]);
  });

  describe('would be overlooked', () => {
    const haystack = (needle: string) => `{"level":"info","msg":"x${needle}y"}\n${'0123456789abcdef'.repeat(100)}`;
    const [id] = USERS.ids.slice(-1) as [string];

    it('as it is, alone or within other digits', () => {
      for (const text of [id, ` ${id} `, `7${id}7`]) expect(scan(haystack(text)).plain).to.equal(1);
      expect(scan(haystack(''))).to.deep.equal({plain: 0, digests: 0});
    });

    for (const hash of ['md5', 'sha1', 'sha256', 'sha512']) {
      it(`as its ${hash}, in any common form`, () => {
        for (const text of [id, `${id}\n`]) {
          const digest = createHash(hash).update(text).digest();
          const forms = [
            digest.toString('hex'),
            digest.toString('hex').toUpperCase(),
            digest.toString('base64'),
            digest.toString('base64url'),
          ];
          for (const form of forms) expect(scan(haystack(`-${form}`)).digests, form.length.toString()).to.equal(1);
        }
      });
    }

    it('in the tables, where ids belong', () => {
      expect(scan(readFileSync(`${at.data}/spss.db`, 'latin1')).plain).to.be.greaterThan(1_000);
    });
  });
});
