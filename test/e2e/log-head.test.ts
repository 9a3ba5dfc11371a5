import {readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect} from 'chai';
import {type Installation, installations} from '../support/installation.ts';
import {answering, startPingServer} from '../support/ping-server.ts';

const HEAD = /h\d+b\d+\.k[0-9a-f]{8}\.[0-9a-f]{64}/;

describe('the head of the log', () => {
  const install = installations();
  let at: Installation;
  let older: Installation;
  let server: Awaited<ReturnType<typeof startPingServer>>;
  const noted: Record<string, string> = {};

  before(async () => {
    server = await startPingServer(answering(200));
    at = install({PING_URL: `${server.origin}/p`});
    expect((await at.here('demo')).code).to.equal(0);
    older = at.copy();
    const {code, err} = await at.run('run --json', {LOG_LEVEL: 'info'});
    expect(code).to.be.oneOf([0, 6]);
    noted.log = HEAD.exec(err)?.[0] ?? '';
    noted.ping = server.notes.findLast((note) => note !== '') ?? '';
    const mails = readdirSync(join(at.data, 'mail')).filter((name) => name.includes('success'));
    noted.mail = HEAD.exec(readFileSync(join(at.data, 'mail', mails[0]!), 'utf8').replaceAll('=\r\n', ''))?.[0] ?? '';
    noted.chain = HEAD.exec((await at.here('verify --chain')).out)?.[0] ?? '';
  });
  after(() => server.close());

  for (const where of ['log', 'ping', 'mail', 'chain'])
    it(`stands in ${where}, and proves the log`, async () => {
      expect(noted[where]).to.match(HEAD);
      const {code, out} = await at.here(`verify --expect ${noted[where]}`);
      expect(code, out).to.equal(0);
    });

  it('tells an older copy of the state', async () => {
    const {code, out} = await older.here(`verify --expect ${noted.log}`);
    expect([code, out]).to.satisfy(([status, text]: [number, string]) => status === 1 && text.includes('older copy'));
  });

  it('tells what was written by hand, though all links were made anew by the file itself', async () => {
    const altered = at.copy();
    const db = altered.open('state');
    db.exec("UPDATE events SET actor = 'cli:nobody' WHERE version = (SELECT max(version) FROM events)");
    db.close();
    expect((await altered.here(`verify --expect ${noted.chain}`)).code).to.equal(1);
  });

  it('is refused when it is none', async () => {
    const {code, err} = await at.here('verify --expect nonsense');
    expect([code, err.includes('--expect is a head')]).to.deep.equal([2, true]);
  });
});
