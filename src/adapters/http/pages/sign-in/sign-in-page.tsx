import type {VNode} from 'preact';
import type {PageWords} from '../../../../application/words/page-ru.ts';
import {sayTo} from '../../../../application/words/say-to.ts';
import {type OwnAddress, ownAddress} from '../../own-address.ts';
import type {Asked, Reply} from '../../route.ts';
import {barePage, type PageConfig} from '../bare-page.tsx';
import {chooseLanguage} from '../language.ts';

export type SignInState = {
  readonly fault: 'token' | 'size' | 'role' | 'provider' | null;
  /** Where a person was going. */
  readonly to: string;
  readonly hasProvider: boolean;
  /** Where a person who has signed out here is sent on to, to sign out at the provider too. */
  readonly signedOutAt: string | null;
};

/** The one page for people whom nobody knows yet. */
export function signInPage(config: PageConfig, {header}: Asked<unknown>, state: SignInState): Reply {
  const own = ownAddress(config);
  const language = chooseLanguage(header, config.page.language);
  const words = sayTo(language).page.signIn;
  const main = <SignIn words={words} state={state} own={own} />;
  return barePage(config, language, {title: words.title, main, leadsTo: state.signedOutAt});
}

type SignInProps = {readonly words: PageWords['signIn']; readonly state: SignInState; readonly own: OwnAddress};

function SignIn({words, state, own}: SignInProps): VNode {
  const {fault, to, hasProvider, signedOutAt} = state;
  return (
    <>
      {fault && (
        <p class="verdict failed" role="alert">
          {words.faults[fault]}
        </p>
      )}
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
        <p>
          {words.hint} <code>softcollection token --sub NAME --permission viewer</code>
        </p>
        <p>
          <button type="submit">{words.submit}</button>
        </p>
      </form>
    </>
  );
}
