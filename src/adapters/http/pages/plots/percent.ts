/** A share of 0 to 1 as a length of SVG. */
export function percent(part: number): string {
  return `${Math.round(part * 10_000) / 100}%`;
}
