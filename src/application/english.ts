const RULES = new Intl.PluralRules('en');
const NUMBERS = new Intl.NumberFormat('en-US');

/** The words that go with a number. */
export function plural(n: number, one: string, many = `${one}s`): string {
  return RULES.select(n) === 'one' ? one : many;
}

/** `1 row`, `2 rows`, `1,234 people`. */
export function counted(n: number, one: string, many?: string): string {
  return `${NUMBERS.format(n)} ${plural(n, one, many)}`;
}
