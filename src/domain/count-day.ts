/** One COUNT_DAY (from = to) or an inclusive range. */
export type CountDay = {readonly from: number; readonly to: number};

/** `5` or `6-30`. */
export function formatCountDay({from, to}: CountDay): string {
  return from === to ? String(from) : `${from}-${to}`;
}

/** Null for anything else, such as `30-6`. */
export function parseCountDay(text: string): CountDay | null {
  const [, from, to = from] = /^(\d{1,9})(?:-(\d{1,9}))?$/.exec(text) ?? [];
  return from !== undefined && Number(from) <= Number(to) ? {from: Number(from), to: Number(to)} : null;
}
