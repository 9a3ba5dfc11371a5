import type {Language} from './language.ts';

/** How figures and times are written in a language, and in one zone. Times are ISO instants, dates `YYYY-MM-DD`. */
export type Formats = ReturnType<typeof formatsOf>;

const LOCALES: Record<Language, string> = {ru: 'ru-RU', en: 'en-GB'};
const UNITS: Record<Language, readonly [ms: string, s: string, min: string, h: string, d: string]> = {
  ru: ['мс', 'с', 'мин', 'ч', 'дн.'],
  en: ['ms', 's', 'min', 'h', 'd'],
};

export function formatsOf(language: Language, zone: string) {
  const locale = LOCALES[language];
  const [ms, s, min, h, d] = UNITS[language];
  const dates = (options: Intl.DateTimeFormatOptions) => {
    const format = new Intl.DateTimeFormat(locale, options);
    return (date: string) => format.format(new Date(`${date}T00:00:00Z`));
  };
  const times = (options: Intl.DateTimeFormatOptions) => {
    const format = new Intl.DateTimeFormat(locale, {...options, timeZone: zone});
    return (instant: string) => format.format(new Date(instant));
  };
  const numbers = new Intl.NumberFormat(locale, {maximumFractionDigits: 1});
  const smalls = new Intl.NumberFormat(locale, {maximumFractionDigits: 4});
  const shares = new Intl.NumberFormat(locale, {style: 'percent', maximumFractionDigits: 1});
  const number = (n: number) => numbers.format(n);
  return {
    number,
    /** With as many digits as figures far below 1 need. */
    small: (n: number) => smalls.format(n),
    /** Of 0 to 1. */
    share: (part: number) => shares.format(part),
    date: dates({dateStyle: 'long', timeZone: 'UTC'}),
    shortDate: dates({day: '2-digit', month: '2-digit', timeZone: 'UTC'}),
    weekday: dates({weekday: 'short', timeZone: 'UTC'}),
    instant: times({dateStyle: 'medium', timeStyle: 'short'}),
    time: times({hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23'}),
    /** 09:00 */
    clock: times({hour: '2-digit', minute: '2-digit', hourCycle: 'h23'}),
    /** The two largest units of a span in ms: 850 ms, 12.3 s, 1 min 5 s, 23 h 56 min, 2 d 4 h. */
    span: (span: number) => {
      if (span < 1000) return `${number(Math.round(span))} ${ms}`;
      if (span < 60_000) return `${number(Math.floor(span / 100) / 10)} ${s}`;
      const seconds = Math.floor(span / 1000);
      const parts = [Math.floor(seconds / 86_400), Math.floor(seconds / 3600) % 24, Math.floor(seconds / 60) % 60];
      const first = parts.findIndex((part) => part > 0);
      const units = [...[d, h, min].map((unit, at) => `${parts[at]} ${unit}`), `${seconds % 60} ${s}`];
      return units.slice(first, first + 2).join(' ');
    },
  };
}
