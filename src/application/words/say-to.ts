import type {CheckWords} from './check-words.ts';
import {EN_CHECKS} from './checks-en.ts';
import {RU_CHECKS} from './checks-ru.ts';
import {EN} from './en.ts';
import {EN_FAILURES} from './failures-en.ts';
import {RU_FAILURES} from './failures-ru.ts';
import type {Language} from './language.ts';
import type {FailureWords, Names} from './names.ts';
import {EN_NAMES} from './names-en.ts';
import {RU_NAMES} from './names-ru.ts';
import {EN_PAGE} from './page-en.ts';
import {type PageWords, RU_PAGE} from './page-ru.ts';
import {RU} from './ru.ts';
import type {Words} from './words.ts';

/** All that a page says, in one language: mail and command line say the same of the same. */
export type Speech = Words & {
  readonly names: Names;
  readonly failures: FailureWords;
  readonly page: PageWords;
  readonly checks: CheckWords;
};

const SPEECH: Record<Language, Speech> = {
  ru: {...RU, names: RU_NAMES, failures: RU_FAILURES, page: RU_PAGE, checks: RU_CHECKS},
  en: {...EN, names: EN_NAMES, failures: EN_FAILURES, page: EN_PAGE, checks: EN_CHECKS},
};

export function sayTo(language: Language): Speech {
  return SPEECH[language];
}
