import type {VNode} from 'preact';
import {assetPath} from './assets.ts';
import type {Content, PageContext} from './page.ts';

/** The whole document around a page's own part. */
export function layout({title, main}: Content, context: PageContext): VNode {
  const {language, words, settings, own} = context;
  const {instance} = settings;
  return (
    <html lang={language}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>{[title, instance, 'softcollection'].filter(Boolean).join(' · ')}</title>
        <link rel="icon" href={own(assetPath('icon.svg'))} type="image/svg+xml" />
        <link rel="stylesheet" href={own(assetPath('style.css'))} />
        <script type="module" src={own(assetPath('island.js'))} />
      </head>
      <body data-stale={words.page.frame.stale} data-stream={own('/stream')}>
        <a class="skip" href="#main">
          {words.page.nav.skip}
        </a>
        <Header context={context} />
        <main id="main" tabIndex={-1}>
          <h1>{title}</h1>
          {main}
        </main>
        <Footer context={context} />
      </body>
    </html>
  );
}

function Header({context}: {context: PageContext}) {
  const {settings, words, caller, format, now, own} = context;
  const {frame} = words.page;
  const {dssb_app, spss} = settings.hosts;
  const instant = new Date(now).toISOString();
  return (
    <header>
      <p class="where">
        <strong>softcollection</strong>
        {settings.instance && <b class="instance">{settings.instance}</b>}
        <span class="hosts">
          DSSB_APP: {dssb_app} · SPSS: {spss}
        </span>
      </p>
      <form class="who" method="post" action={own('/sign-out')}>
        <span id="as-of">
          {frame.asOf} <time dateTime={instant}>{format.time(instant)}</time>
        </span>
        <span>{frame.user(caller.subject, caller.isAdmin)}</span>
        <OtherLanguage context={context} />
        <button type="submit">{words.page.signIn.signOut}</button>
      </form>
      <Navigation context={context} />
    </header>
  );
}

function Navigation({context: {words, path, caller, own}}: {context: PageContext}) {
  const {nav} = words.page;
  const links: [href: string, name: string][] = [
    ['/', nav.today],
    ['/history', nav.history],
    ['/preview', nav.preview],
    ['/campaigns', nav.campaigns],
    ['/checks', nav.checks],
    ...(caller.isAdmin ? [['/audit', nav.audit] as [string, string]] : []),
  ];
  return (
    <nav aria-label={nav.label}>
      <ul>
        {links.map(([href, name]) => (
          <li key={href}>
            <a href={own(href)} aria-current={href === path ? 'page' : undefined}>
              {name}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

function OtherLanguage({context: {language, words, path, search, own}}: {context: PageContext}) {
  const other = language === 'ru' ? 'en' : 'ru';
  const to = encodeURIComponent(path + search);
  return (
    <a href={own(`/language/${other}?to=${to}`)} lang={other} hrefLang={other} rel="nofollow">
      {words.page.frame.language}
    </a>
  );
}

function Footer({context: {settings, words, version, own}}: {context: PageContext}) {
  const {frame} = words.page;
  return (
    <footer>
      <p>
        {frame.zone(settings.zone)} · {frame.version(version)} · <a href={own('/docs')}>{frame.api}</a>
      </p>
    </footer>
  );
}
