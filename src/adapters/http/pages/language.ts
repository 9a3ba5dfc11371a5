import {isLanguage, type Language} from '../../../application/words/language.ts';

/** The cookie that keeps a person's choice. */
export const LANGUAGE_COOKIE = 'language';

/** The cookie's language, else the first that the browser asks for, else the installation's. */
export function chooseLanguage(header: (name: string) => string, fallback: Language): Language {
  const [, chosen = ''] = new RegExp(`(?:^|;\\s*)${LANGUAGE_COOKIE}=(\\w+)`).exec(header('Cookie')) ?? [];
  if (isLanguage(chosen)) return chosen;
  return acceptable(header('Accept-Language')).find(isLanguage) ?? fallback;
}

/** Primary tags, the most wanted first: `en-GB;q=0.8, ru` is ru, en. */
function acceptable(text: string): string[] {
  return text
    .split(',')
    .map((part) => {
      const [tag = '', ...rest] = part.trim().split(';');
      const [, q = '1'] = /q=([\d.]+)/.exec(rest.join()) ?? [];
      return {tag: tag.split('-')[0]!.toLowerCase(), q: Number(q)};
    })
    .filter(({q}) => q > 0)
    .sort((a, b) => b.q - a.q)
    .map(({tag}) => tag);
}
