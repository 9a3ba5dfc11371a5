import type {VNode} from 'preact';
import {renderToString} from 'preact-render-to-string';
import type {Language} from '../../../application/words/language.ts';
import type {HttpConfig} from '../config.ts';
import {ownAddress} from '../own-address.ts';
import type {Reply} from '../route.ts';
import {assetPath} from './assets.ts';
import {PAGE_POLICY} from './page.ts';

export type PageConfig = Pick<HttpConfig, 'page' | 'publicUrl'>;

type Parts = {
  readonly title: string;
  readonly main: VNode;
  /** Where the browser is sent on to at once. */
  readonly leadsTo?: string | null;
};

/** A page without navigation, for people whom nobody knows yet, or where nothing else can be shown. */
export function barePage(config: PageConfig, language: Language, {title, main, leadsTo}: Parts): Reply {
  const own = ownAddress(config);
  const {instance} = config.page;
  const html = renderToString(
    <html lang={language}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        {leadsTo && <meta http-equiv="refresh" content={`0;url=${leadsTo}`} />}
        <title>{[title, instance, 'softcollection'].filter(Boolean).join(' · ')}</title>
        <link rel="icon" href={own(assetPath('icon.svg'))} type="image/svg+xml" />
        <link rel="stylesheet" href={own(assetPath('style.css'))} />
      </head>
      <body>
        <header>
          <p class="where">
            <strong>softcollection</strong> {instance && <b class="instance">{instance}</b>}
          </p>
        </header>
        <main id="main">
          <h1>{title}</h1>
          {main}
        </main>
      </body>
    </html>,
  );
  const headers = {
    'Content-Language': language,
    'Content-Security-Policy': PAGE_POLICY,
    Vary: 'Accept, Accept-Language, Cookie',
  };
  return {type: 'text/html; charset=utf-8', headers, body: `<!doctype html>${html}`};
}
