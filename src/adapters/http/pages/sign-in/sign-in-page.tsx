import type {VNode} from 'preact';
import {renderToString} from 'preact-render-to-string';
import type {PageWords} from '../../../../application/words/page-ru.ts';
import {sayTo} from '../../../../application/words/say-to.ts';
import type {HttpConfig} from '../../config.ts';
import {type OwnAddress, ownAddress} from '../../own-address.ts';
import type {Asked, Reply} from '../../route.ts';
import {assetPath} from '../assets.ts';
import {chooseLanguage} from '../language.ts';
import {PAGE_POLICY} from '../page.ts';

export type SignInState = {
  readonly fault: 'token' | 'size' | 'role' | 'provider' | null;
  /** Where a person was going. */
  readonly to: string;
  readonly hasProvider: boolean;
  /** Where a person who has signed out here is sent on to, to sign out at the provider too. */
  readonly signedOutAt: string | null;
};

type SignInConfig = Pick<HttpConfig, 'page' | 'publicUrl'>;

/** The one page for people whom nobody knows yet. */
export function signInPage(config: SignInConfig, {header}: Asked<unknown>, state: SignInState): Reply {
  const {page} = config;
  const own = ownAddress(config);
  const language = chooseLanguage(header, page.language);
  const words = sayTo(language).page.signIn;
  const title = [words.title, page.instance, 'softcollection'].filter(Boolean).join(' · ');
  const html = renderToString(
    <html lang={language}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        {state.signedOutAt && <meta http-equiv="refresh" content={`0;url=${state.signedOutAt}`} />}
        <title>{title}</title>
        <link rel="icon" href={own(assetPath('icon.svg'))} type="image/svg+xml" />
        <link rel="stylesheet" href={own(assetPath('style.css'))} />
      </head>
      <body>
        <header>
          <p class="where">
            <strong>softcollection</strong> {page.instance && <b class="instance">{page.instance}</b>}
          </p>
        </header>
        <main id="main">
          <h1>{words.title}</h1>
          <SignIn words={words} state={state} own={own} />
        </main>
      </body>
    </html>,
  );
  const headers = {
    'Content-Language': language,
    'Content-Security-Policy': PAGE_POLICY,
    Vary: 'Accept-Language, Cookie',
  };
  return {type: 'text/html; charset=utf-8', headers, body: `<!doctype html>${html}`};
}

type SignInProps = {readonly words: PageWords['signIn']; readonly state: SignInState; readonly own: OwnAddress};

function SignIn({words, state, own}: SignInProps): VNode {
  const {fault, to, hasProvider, signedOutAt} = state;
  return (
    <>
      {fault && <p role="alert">{words.faults[fault]}</p>}
      {signedOutAt && (
        <p>
          <a href={signedOutAt}>{words.signOutThere}</a>
        </p>
      )}
      {hasProvider && (
        <p>
          <a class="button" href={own(`/sign-in/provider?to=${encodeURIComponent(to)}`)}>
            {words.provider}
          </a>
        </p>
      )}
      <form method="post" action={own('/sign-in')}>
        <input type="hidden" name="to" value={to} />
        <p>
          <label for="token">{words.token}</label>
        </p>
        <p>
          <textarea id="token" name="token" rows={5} required autocomplete="off" spellcheck={false} />
        </p>
        <p>{words.hint}</p>
        <p>
          <button type="submit">{words.submit}</button>
        </p>
      </form>
    </>
  );
}
