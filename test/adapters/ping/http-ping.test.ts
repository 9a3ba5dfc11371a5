import {expect} from 'chai';
import {httpPing} from '../../../src/adapters/ping/http-ping.ts';
import {HASTY} from '../../support/mongo-harness.ts';
import {answering, hanging, startPingServer} from '../../support/ping-server.ts';

const PATH = '/ping/0a1b-secret';

describe('the dead-man’s switch', () => {
  let server: Awaited<ReturnType<typeof startPingServer>>;
  afterEach(() => server.close());

  function pinging(longestMs = 5_000_000, path = `${PATH}/`) {
    const said: string[] = [];
    const say = (fields: object, message: string) => void said.push(JSON.stringify(fields) + message);
    const log = {debug: say, info: say, warn: say, error: say};
    const {ping, settled} = httpPing(`${server.origin}${path}`, HASTY, log);
    return {ping, said, settled: () => settled(longestMs)};
  }

  it('hears beginning, success and failure, each at its address, in their order', async () => {
    server = await startPingServer(answering(200));
    const {ping, settled, said} = pinging();
    for (const signal of ['start', 'success', 'start', 'fail'] as const) ping(signal);
    await settled();
    expect(server.heard).to.deep.equal(['/start', '', '/start', '/fail'].map((path) => `POST ${PATH}${path}`));
    expect(said).to.deep.equal([]);
  });

  it('whose address has a query hears a failure in the path: the query may say that all is well', async () => {
    server = await startPingServer(answering(200));
    const {ping, settled} = pinging(5_000_000, `${PATH}?status=up&ping=`);
    for (const signal of ['start', 'success', 'fail'] as const) ping(signal);
    await settled();
    expect(server.heard).to.deep.equal(['/start', '', '/fail'].map((path) => `POST ${PATH}${path}?status=up&ping=`));
  });

  it('is told again after an error', async () => {
    server = await startPingServer((response, nth) => answering(nth < 3 ? 503 : 200)(response));
    const {ping, settled, said} = pinging();
    ping('success');
    await settled();
    expect(server.heard).to.deep.equal([1, 2, 3].map(() => `POST ${PATH}`));
    expect(said).to.deep.equal([]);
  });

  it('is given up after three tries, with a warning that does not name it', async () => {
    server = await startPingServer(answering(500));
    const {ping, settled, said} = pinging();
    ping('fail');
    await settled();
    expect(server.heard).to.have.length(3);
    expect(said).to.have.length(1);
    expect(said[0])
      .to.include('PING_URL did not answer')
      .and.not.match(/secret|127\.0\.0\.1/);
  });

  it('is not followed elsewhere', async () => {
    server = await startPingServer((response) => void response.writeHead(302, {location: '/elsewhere'}).end());
    const {ping, settled} = pinging();
    ping('success');
    await settled();
    expect(new Set(server.heard)).to.deep.equal(new Set([`POST ${PATH}`]));
  });

  it('that hangs is given up when there is no more time, whatever is still waiting', async () => {
    server = await startPingServer(hanging);
    const {ping, settled, said} = pinging(2_000);
    for (const signal of ['start', 'success'] as const) ping(signal);
    await settled();
    expect(server.heard).to.deep.equal([`POST ${PATH}/start`]);
    expect(said).to.have.length(2);
  });
});
