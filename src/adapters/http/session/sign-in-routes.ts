import {z} from 'zod';
import type {HttpConfig} from '../config.ts';
import {ownAddress} from '../own-address.ts';
import {signInPage} from '../pages/sign-in/sign-in-page.tsx';
import {Problem} from '../problem.ts';
import {NO_QUERY, ownPath} from '../query.ts';
import {type AnyRoute, type Asked, originOf, type Reply, route} from '../route.ts';
import type {CheckToken} from '../token-check.ts';
import {SESSION_SECONDS} from './authenticate.ts';
import {type Cookies, cookies} from './cookies.ts';
import type {Provider} from './provider.ts';
import type {Seal} from './seal.ts';
import type {Sessions} from './sessions.ts';

export type SignInParts = {
  readonly config: HttpConfig;
  readonly sessions: Sessions;
  readonly cookies: (isHttps: boolean) => Cookies;
  readonly checkToken: CheckToken;
  /** Of the cookie that outlasts the way to the provider and back. */
  readonly attempts: Seal;
  /** Null without one. */
  readonly provider: Provider | null;
  /** Throws when an address was refused too often. */
  readonly refused: (address: string) => Promise<void>;
  /** Throws when a subject, who might fill the log of events, ended too many sessions. */
  readonly signedOut: (subject: string) => Promise<void>;
};

const ATTEMPT_MS = 10 * 60_000;
const attemptShape = z.object({state: z.string(), nonce: z.string(), verifier: z.string(), to: ownPath});

export function signInRoutes(parts: SignInParts): readonly AnyRoute[] {
  const {config, cookies: own, provider} = parts;
  const address = ownAddress(config);
  const attempt = (isHttps: boolean) => cookies('sign-in', isHttps, address('/'));
  const show = (asked: Asked<unknown>, fault: 'token' | 'size' | 'role' | 'provider' | null, path: string): Reply =>
    signInPage(config, asked, {fault, to: path, hasProvider: provider !== null, signedOutAt: null});
  const begun = ({isHttps}: Asked<unknown>, cookie: string, path: string): Reply => ({
    status: 303,
    headers: {Location: address(path), 'Set-Cookie': own(isHttps).write(cookie, SESSION_SECONDS)},
    body: null,
  });
  const say = (asked: Asked<unknown>, who: string | null, outcome: string, via: string) =>
    config.log.info(
      {request_id: asked.requestId, who, what: `sign-in by ${via}`, from: asked.address, outcome},
      'audit',
    );

  return [
    route({
      ...common('get', '/sign-in', 'showSignIn', 'Where people sign in'),
      query: z.strictObject({to: ownPath}),
      handle: async (_, asked) => show(asked, null, asked.query.to),
    }),
    route({
      ...common('post', '/sign-in', 'signIn', 'Begins a session with a token'),
      query: NO_QUERY,
      isForm: true,
      body: z.strictObject({token: z.string().trim().max(8192), to: ownPath}),
      handle: async (_, asked) => {
        const caller = await parts.checkToken(asked.body.token);
        say(asked, caller?.subject ?? null, caller ? 'done' : 'refused', 'token');
        if (!caller) {
          await parts.refused(asked.address);
          return {...show(asked, 'token', asked.body.to), status: 401};
        }
        const cookie = await parts.sessions.begin({via: 'token', token: asked.body.token});
        return cookie ? begun(asked, cookie, asked.body.to) : {...show(asked, 'size', asked.body.to), status: 400};
      },
    }),
    route({
      ...common('post', '/sign-out', 'signOut', 'Ends the session, at the provider too'),
      query: NO_QUERY,
      isForm: true,
      body: NO_QUERY,
      handle: async (services, asked) => {
        const known = await parts.sessions.check(own(asked.isHttps).read(asked.header('Cookie')) ?? '', false);
        if (known?.session.id) {
          await parts.signedOut(known.caller.subject);
          await services.endSession(known.session.id, originOf({...asked, caller: known.caller}));
        }
        say(asked, known?.caller.subject ?? null, 'done', 'sign-out');
        const idToken = known?.session.via === 'provider' ? known.session.idToken : null;
        const signedOutAt = idToken === null || !provider ? null : await provider.signOutUrl(idToken).catch(() => null);
        const page = signInPage(config, asked, {fault: null, to: '/', hasProvider: provider !== null, signedOutAt});
        return {...page, headers: {...page.headers, 'Set-Cookie': own(asked.isHttps).clear()}};
      },
    }),
    ...(provider
      ? [
          route({
            ...common('get', '/sign-in/provider', 'signInAtProvider', 'Leads to the provider'),
            query: z.strictObject({to: ownPath}),
            handle: async (_, {query, isHttps}) => {
              const {url, attempt: begunAttempt} = await provider.start(query.to);
              const sealed = await parts.attempts.close(begunAttempt, config.now() + ATTEMPT_MS);
              const headers = {Location: url, 'Set-Cookie': attempt(isHttps).write(sealed, ATTEMPT_MS / 1000)};
              return {status: 303, headers, body: null};
            },
          }),
          route({
            ...common('get', '/sign-in/callback', 'comeFromProvider', 'Where the provider sends people back to'),
            query: z.looseObject({}),
            handle: async (_, asked) => {
              const opened = await parts.attempts.open(attempt(asked.isHttps).read(asked.header('Cookie')) ?? '');
              const tried = attemptShape.safeParse(opened);
              if (!tried.success) return {...show(asked, 'provider', '/'), status: 400};
              const person = await provider.finish(asked.search, tried.data).catch((error: unknown) => {
                if (error instanceof Problem && error.status === 401) return 'refused' as const;
                throw error;
              });
              if (person === 'refused') return {...show(asked, 'provider', tried.data.to), status: 401};
              say(asked, person?.subject ?? null, person ? 'done' : 'refused', 'provider');
              if (!person) return {...show(asked, 'role', tried.data.to), status: 403};
              const {sessions} = parts;
              const cookie =
                (await sessions.begin({via: 'provider', ...person})) ??
                (await sessions.begin({via: 'provider', ...person, idToken: ''}));
              return begun(asked, cookie ?? '', tried.data.to);
            },
          }),
        ]
      : []),
  ];
}

function common(method: 'get' | 'post', path: string, name: string, summary: string) {
  const answers = {200: {what: 'The page', types: ['text/html']}, 303: {what: 'On to where it leads'}};
  return {method, path, access: 'open', name, summary, answers} as const;
}
