/** The three forms of a Russian word beside a number: 1 строка, 2 строки, 5 строк. */
export type Forms = readonly [one: string, few: string, many: string];

export const USERS: Forms = ['пользователь', 'пользователя', 'пользователей'];
export const CAMPAIGNS: Forms = ['кампания', 'кампании', 'кампаний'];
export const DAYS: Forms = ['день', 'дня', 'дней'];
export const WARNINGS: Forms = ['предупреждение', 'предупреждения', 'предупреждений'];
/** "по 3 кампаниям" */
export const OVER_CAMPAIGNS: Forms = ['кампании', 'кампаниям', 'кампаниям'];
export const ROWS: Forms = ['строка', 'строки', 'строк'];
/** "записать 1 строку" */
export const ROWS_AS_OBJECT: Forms = ['строку', 'строки', 'строк'];
export const DISTRIBUTED: Forms = ['распределён', 'распределено', 'распределено'];
export const WILL_BE_WRITTEN: Forms = ['будет записана', 'будет записано', 'будет записано'];

const RULES = new Intl.PluralRules('ru');
const NUMBERS = new Intl.NumberFormat('ru-RU', {maximumFractionDigits: 1});
const PERCENTS = new Intl.NumberFormat('ru-RU', {minimumFractionDigits: 1, maximumFractionDigits: 1});
const DATES = new Intl.DateTimeFormat('ru-RU', {dateStyle: 'long', timeZone: 'UTC'});

export function plural(n: number, [one, few, many]: Forms): string {
  const category = RULES.select(n);
  return category === 'one' ? one : category === 'few' ? few : many;
}

/** `0,0016`. */
export function formatFraction(n: number, digits: number): string {
  return n.toFixed(digits).replace('.', ',');
}

/** 1 234 567 */
export function formatNumber(n: number): string {
  return NUMBERS.format(n);
}

/** 1 234 пользователя */
export function countOf(n: number, noun: Forms): string {
  return `${formatNumber(n)} ${plural(n, noun)}`;
}

export function capitalize(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

export function decapitalize(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}

/** 20,0: a share in percent without its sign; a dash when there is nothing to share. */
export function percent(part: number, whole: number): string {
  return whole === 0 ? '—' : PERCENTS.format((100 * part) / whole);
}

/** 15 января 2024 г. в 09:00 */
export function longInstant(instant: string, timezone: string): string {
  const options = {dateStyle: 'long', timeStyle: 'short', timeZone: timezone} as const;
  return new Intl.DateTimeFormat('ru-RU', options).format(new Date(instant));
}

/** 15 января 2024 г. */
export function longDate(businessDate: string): string {
  return DATES.format(new Date(`${businessDate}T00:00:00Z`));
}

/** 850 мс, 12,3 с, 1 мин 5 с, 2 ч 0 мин 1 с */
export function duration(ms: number): string {
  if (ms < 1000) return `${ms} мс`;
  if (ms < 60_000) return `${formatNumber(Math.floor(ms / 100) / 10)} с`;
  const seconds = Math.floor(ms / 1000);
  const [h, min, s] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  return h > 0 ? `${formatNumber(h)} ч ${min} мин ${s} с` : `${min} мин ${s} с`;
}
