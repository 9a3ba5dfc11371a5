/** The texts that a reader of the html sees, one per element. */
export function visibleTexts(html: string): string[] {
  return html
    .replace(/<head>[\s\S]*<\/head>/, '')
    .split(/<[^>]*>/)
    .map((text) => text.replace(/&#(\d+);/g, (_, code) => String.fromCharCode(Number(code))).trim())
    .filter((text) => text !== '');
}

/** Numbers as written, with their grouping spaces. */
export function numbersIn(text: string): string[] {
  return text.match(/\d+(?:[\u00a0,.]\d+)*/g) ?? [];
}

export function tagsOf(html: string): string[] {
  return html.match(/<[^>]*>/g) ?? [];
}
