/**
 * What could be a formula: at the head of a cell, and after what a spreadsheet may take for the end of one (a semicolon in
 * Russian, though the list has commas).
 */
const FORMULA = /(?<=^|[;\t\r\n])(?=\s*[=+\-@＝＋－＠])|^(?=[\t\r])/g;

/** Lines of a CSV that a spreadsheet takes for text: what could be a formula gets an apostrophe in front. */
export function csvOf(lines: readonly (readonly (string | number)[])[]): string {
  return lines.map((line) => `${line.map(field).join(',')}\r\n`).join('');
}

function field(value: string | number): string {
  if (typeof value === 'number') return String(value);
  const safe = value.replace(FORMULA, "'");
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
