import {createServer} from 'node:http';
import type {AddressInfo} from 'node:net';
import Provider from 'oidc-provider';

/** A certified OpenID provider on this machine, where anybody is whoever the login form says, with the roles of `roles`. */
export async function oidcServer(redirectOrigin: () => string, roles: Record<string, readonly string[]>) {
  const server = createServer((request, response) => void provider.callback()(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const client = {client_id: 'softcollection', client_secret: 'the secret of the client'};
  const provider = new Provider(issuer, {
    clients: [
      {
        ...client,
        redirect_uris: [`${redirectOrigin()}/sign-in/callback`],
        post_logout_redirect_uris: [`${redirectOrigin()}/sign-in`],
      },
    ],
    claims: {openid: ['sub', 'roles'], profile: ['name']},
    conformIdTokenClaims: false,
    findAccount: (_, id) => ({accountId: id, claims: async () => ({sub: id, roles: [...(roles[id] ?? [])]})}),
    cookies: {keys: ['a key of the tests']},
  });
  return {
    settings: {issuer, clientId: client.client_id, clientSecret: client.client_secret},
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
