const SEGMENTER = new Intl.Segmenter('ru', {granularity: 'grapheme'});

/**
 * Where to cut a text so that at most `end` code units stay and no character that a reader sees is cut in two; `end` itself
 * where a single one is longer.
 */
export function graphemeBoundary(text: string, end: number): number {
  if (end >= text.length) return text.length;
  return SEGMENTER.segment(text).containing(end)?.index || end;
}

/** At most `limit` code points of a text, ending on a whole character as a reader sees it; the text itself if it is shorter. */
export function cutText(text: string, limit: number): string {
  const characters = [...text];
  return characters.length <= limit
    ? text
    : text.slice(0, graphemeBoundary(text, characters.slice(0, limit).join('').length));
}
