import {createServer, type Server} from 'node:http';
import {expect} from 'chai';
import {providersToAsk} from '../../../src/adapters/http/ask-provider.ts';

describe('asking who signs people in', () => {
  let server: Server;
  let address = '';
  const answers: Record<string, [status: number, body: string]> = {};
  before(async () => {
    server = createServer(({url = ''}, response) => {
      const [status, body] = answers[url] ?? [404, ''];
      response.writeHead(status, {'Content-Type': 'application/json'}).end(body);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const at = server.address();
    address = `http://127.0.0.1:${typeof at === 'object' && at ? at.port : 0}`;
  });
  after(() => {
    server.close();
    server.closeAllConnections();
  });

  const told = (keys: string | null, issuer: string | null) =>
    Promise.all(
      providersToAsk(keys && address + keys, issuer && address + issuer).map((ask) =>
        ask().catch((error: Error) => error.message),
      ),
    );

  it('asks nobody where nobody is configured', async () => {
    expect(await told(null, null)).to.deep.equal([]);
  });

  it('wants keys of the one, and its own name of the other', async () => {
    answers['/keys'] = [200, '{"keys":[{}]}'];
    answers['/realm/.well-known/openid-configuration'] = [200, `{"issuer":"${address}/realm"}`];
    const [keys, issuer] = await told('/keys', '/realm');
    expect(keys).to.deep.include({variable: 'AUTH_JWKS_URL', issuer: null, expectedIssuer: null});
    expect(issuer).to.deep.include({
      variable: 'OIDC_ISSUER',
      issuer: `${address}/realm`,
      expectedIssuer: `${address}/realm`,
    });
    answers['/realm/.well-known/openid-configuration'] = [200, '{"issuer":"https://else"}'];
    expect((await told(null, '/realm'))[0]).to.include({issuer: 'https://else'});
  });

  it('fails where there are no keys, no JSON, or no page', async () => {
    answers['/empty'] = [200, '{"keys":[]}'];
    answers['/text'] = [200, 'hello'];
    expect(await told('/empty', null)).to.deep.equal(['AUTH_JWKS_URL: it has no keys']);
    expect(await told('/text', null)).to.deep.equal(['AUTH_JWKS_URL: no answer, or not in JSON']);
    expect(await told('/none', '/nowhere')).to.deep.equal([
      'AUTH_JWKS_URL: it answers 404',
      'OIDC_ISSUER: it answers 404',
    ]);
  });
});
