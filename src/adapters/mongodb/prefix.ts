/** The bound above all strings that begin with `prefix`, by code points, as MongoDB compares; none above an empty one. */
export function pastPrefix(prefix: string): {$lt?: string} {
  const points = [...prefix];
  for (let last = points.pop(); last !== undefined; last = points.pop()) {
    const point = last.codePointAt(0)!;
    // No string holds the surrogates as code points of their own.
    const next = point === 0xd7ff ? 0xe000 : point + 1;
    if (next <= 0x10ffff) return {$lt: points.join('') + String.fromCodePoint(next)};
  }
  return {};
}
