import {createHmac} from 'node:crypto';
import {readFileSync} from 'node:fs';
import {request} from 'node:http';
import {expect} from 'chai';
import fc from 'fast-check';
import {fill} from '../support/filled.ts';
import {type Served, serve} from '../support/http-installation.ts';
import {idScanner} from '../support/id-scanner.ts';
import {spellingOfId} from '../support/id-spellings.ts';
import {type Installation, installations} from '../support/installation.ts';
import {mailsOf, type Said, stateOf} from '../support/said.ts';
import {writeCsv} from '../support/sample-csv.ts';

const IDS = Array.from({length: 200}, (_, i) => String(990_990_100_000 + i));
const BESIDE = ['', 'IIN', 'ИИН ', 'u', 'user='];
/** 200 spellings, each of an id of its own. */
const SPELT = IDS.map(
  (id, i) => BESIDE[i % BESIDE.length]! + fc.sample(spellingOfId(id), {numRuns: 1, seed: i})[0]!.spelt,
);
/** For places that take no control characters. */
const TIDY = SPELT.map((text) => text.replaceAll(/\p{Cc}/gu, ' '));
const JWT = 'a-secret-of-the-tests-that-is-long-enough';

describe('200 spellings of ids, given to whatever takes a text', () => {
  const install = installations();
  const scan = idScanner(IDS);
  const said: Said[] = [];
  let at: Installation;
  let served: Served;

  async function ask(words: readonly string[], codes: readonly number[]): Promise<void> {
    const answer = await at.run(words);
    expect(codes, `${words[0]}: ${answer.code}`).to.include(answer.code);
    said.push({where: `${words[0]}, stdout`, text: answer.out}, {where: `${words[0]}, stderr`, text: answer.err});
  }

  /** Names of campaigns and THEORY_IDs, five spellings each. */
  function nameCampaigns(): void {
    const db = at.open('dssb_app');
    const add = db.prepare(
      "INSERT INTO SoftCollection_theories (THEORY_ID, THEORY_NAME, THEORY_START_DATE, THEORY_END_DATE) VALUES (?, ?, '2020-01-01 00:00:00', '2099-12-31 00:00:00')",
    );
    for (let n = 0; n < SPELT.length; n += 5) {
      const texts = SPELT.slice(n, n + 5);
      add.run(`SC0000${String(1_000 + n)}`, `Pilot for ${texts.join('; ')}`);
      for (const text of texts) add.run(text, 'a misplaced id');
    }
    db.close();
  }

  function tokenOf(sub: string, permission: string, secret = JWT): string {
    const exp = Math.floor(Date.now() / 1000) + 3600;
    const parts = [
      {alg: 'HS256', typ: 'JWT'},
      {sub, permissions: [permission], exp},
    ];
    const text = parts.map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');
    return `${text}.${createHmac('sha256', secret).update(text).digest('base64url')}`;
  }

  /** Raw, since clients would refuse some; what is answered is kept. */
  function call(method: string, path: string, token: string): Promise<number> {
    return new Promise((resolve, reject) => {
      const headers = {Authorization: `Bearer ${token}`, 'User-Agent': encodeURIComponent(TIDY[0]!)};
      const sent = request({port: served.port, host: '127.0.0.1', method, path, headers}, async (answer) => {
        let text = JSON.stringify(answer.headers);
        for await (const chunk of answer) text += chunk;
        said.push({where: `${method} ${path.split('?')[0]!.slice(0, 12)}`, text});
        resolve(answer.statusCode!);
      });
      sent.once('error', reject).end();
    });
  }

  before(async function () {
    this.timeout(120_000);
    at = install({LOG_LEVEL: 'trace', LOG_FILE: 'service.log', AUTH_JWT_SECRET: JWT, LOCK_WAIT: '0s'});
    await fill(at, {people: 300, campaigns: 1});
    at.write('spelt.csv', writeCsv([['IIN', 'COUNT_DAY'], ...SPELT.map((text) => [text, '5'])]));
    at.write('days.csv', writeCsv([['IIN', 'COUNT_DAY'], ...SPELT.map((text) => ['990990000001', text])]));
    at.write(
      'header.csv',
      writeCsv([
        ['IIN', 'COUNT_DAY', ...SPELT.slice(0, 20)],
        ['990990000001', '5'],
      ]),
    );
    for (const file of ['spelt', 'days', 'header']) await ask(['import', 'users', `${file}.csv`], [0, 2]);
    nameCampaigns();
    served = await serve(at);
    const lock = at.open('spss');
    lock.exec('BEGIN EXCLUSIVE');
    await ask(['run', '--force', '--reason', TIDY[1]!], [4, 7]);
    lock.close();
    const [owed] = JSON.parse((await at.run(['runs', 'list', '--json'])).out).runs;
    expect(owed.status).to.equal('partial');
    await ask(['runs', 'abandon', owed.run_id, '--reason', TIDY[6]!], [0]);
    await ask(['run', '--force', '--reason', TIDY[2]!], [0, 1, 6, 7]);
    for (const [i, text] of SPELT.entries()) {
      const segment = encodeURIComponent(text);
      expect(await call('GET', `/runs/${segment}?${segment}=${segment}`, tokenOf(text, 'viewer'))).to.be.oneOf([
        400, 404,
      ]);
      expect(await call('GET', '/runs', tokenOf(text, 'admin', 'x'.repeat(32)))).to.be.oneOf([401, 429]);
      if (i % 20 === 0) await call('POST', '/scheduler/test-distribution', tokenOf(text, 'admin'));
      if (i % 20 === 1) await call('POST', '/scheduler/stop', tokenOf(text, 'admin'));
    }
    await ask(['token', '--sub', TIDY[3]!], [0]);
    await ask(['state', 'backup', `IIN${IDS[7]}.scb`], [0]);
    await ask(['runs', 'abandon', TIDY[4]!, '--reason', TIDY[5]!], [2]);
    for (const words of ['runs list', 'audit', 'token list', 'verify --chain', 'preview'])
      await ask(words.split(' '), [0, 6]);
    await call('GET', '/metrics', '');
    await call('GET', '/audit?limit=1000', tokenOf('boss', 'admin'));
    await served.stop();
    said.push({where: 'log', text: served.log()});
    said.push({where: 'LOG_FILE', text: readFileSync(at.inFolder('service.log'), 'utf8')});
    said.push(...(await mailsOf(at)), ...stateOf(at));
  });

  after(() => served.stop());

  it('would be found as they were given', () => {
    for (const text of SPELT) expect(scan(`x ${text} y`).plain).to.equal(1);
  });

  it('reached campaigns, mails, audit and log', () => {
    const where = (part: string) =>
      said.filter((it) => it.where.includes(part)).reduce((n, it) => n + it.text.length, 0);
    for (const part of ['.eml, decoded', 'LOG_FILE', 'events', 'GET /runs', 'POST', 'audit, stdout'])
      expect(where(part), part).to.be.greaterThan(500);
    expect(said.some(({text}) => text.includes('Pilot for'))).to.equal(true);
  });

  it('are nowhere', () => {
    expect(said.filter(({text}) => scan(text).plain > 0).map(({where}) => where)).to.deep.equal([]);
  });
});
