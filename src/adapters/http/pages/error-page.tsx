import {sayTo} from '../../../application/words/say-to.ts';
import {ownAddress} from '../own-address.ts';
import type {Problem} from '../problem.ts';
import type {Asked, Reply} from '../route.ts';
import {barePage, type PageConfig} from './bare-page.tsx';
import {chooseLanguage} from './language.ts';
import {Technical} from './technical.tsx';

type Failed = Pick<Asked<unknown>, 'header' | 'requestId'>;

/** A problem as a person reads it: what it means, what to do next, and the id that the log has too. */
export function errorPage(config: PageConfig, {header, requestId}: Failed, {status, detail}: Problem): Reply {
  const language = chooseLanguage(header, config.page.language);
  const words = sayTo(language);
  const {errors} = words.page;
  const own = ownAddress(config);
  const known: Readonly<Record<number, {title: string; advice: string}>> = errors.of;
  const {title, advice} = known[status] ?? errors.of[status >= 500 ? 500 : 400];
  const main = (
    <>
      <p class={`verdict ${status >= 500 ? 'failed' : 'late'}`} role="alert">
        {advice}
      </p>
      <p>
        {status === 401 ? (
          <a href={own('/sign-in')}>{words.page.signIn.title}</a>
        ) : (
          <a href={own('/')}>{errors.home}</a>
        )}
      </p>
      {detail !== null && <Technical text={detail} words={words} />}
      <p>
        <small>
          {errors.request}: <code>{requestId}</code> · {status}
        </small>
      </p>
    </>
  );
  return {...barePage(config, language, {title, main}), status};
}
