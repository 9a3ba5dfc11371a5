import type {VNode} from 'preact';
import {renderToString} from 'preact-render-to-string';
import type {PageContext} from '../../src/adapters/http/pages/page.ts';
import {formatsOf} from '../../src/application/words/formats.ts';
import type {Language} from '../../src/application/words/language.ts';
import {sayTo} from '../../src/application/words/say-to.ts';

const ZONE = 'Asia/Almaty';

/** What pages are made with: at 09:05 of 27.11.2026 in Almaty, by an admin. */
export function pageContext(language: Language = 'ru', change: Partial<PageContext> = {}): PageContext {
  return {
    settings: {
      instance: 'TEST',
      hosts: {dssb_app: 'a', spss: 'b'},
      language,
      zone: ZONE,
      countDay: '5',
      maxUsers: 200_000,
    },
    version: '1.2.3',
    language,
    words: sayTo(language),
    format: formatsOf(language, ZONE),
    caller: {subject: 'ivanov', isAdmin: true, expiresAt: Infinity, tokenId: null, issuedAt: null},
    path: '/',
    own: (path) => path,
    search: '',
    now: Date.parse('2026-11-27T04:05:00Z'),
    ...change,
  };
}

/** What a reader gets of it: the text alone, with one space between words. */
export function textOf(node: VNode): string {
  return renderToString(node)
    .replace(/<[^>]+>/g, ' ')
    .replace(/&quot;/g, '"')
    .replace(/[\s\u00a0\u202f]+/g, ' ');
}
