/** A keystream of uniform 32-bit words; the same seed gives the same words. */
export type NextWord = () => number;

/** Fisher–Yates, in place; what `beside` says of each item moves with it. */
export function shuffle<Item>(items: Item[], nextWord: NextWord, beside?: Uint16Array): Item[] {
  for (let i = items.length - 1; i > 0; i--) {
    const j = drawBelow(i + 1, nextWord);
    const item = items[i]!;
    items[i] = items[j]!;
    items[j] = item;
    if (!beside) continue;
    const mark = beside[i]!;
    beside[i] = beside[j]!;
    beside[j] = mark;
  }
  return items;
}

/** A uniform integer in [0, bound): words beyond the last whole multiple of `bound` are drawn again. */
export function drawBelow(bound: number, nextWord: NextWord): number {
  const limit = 0x1_0000_0000 - (0x1_0000_0000 % bound);
  let word = nextWord();
  while (word >= limit) word = nextWord();
  return word % bound;
}
