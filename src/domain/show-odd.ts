/** A name that should be plain ASCII, with each other character by its code point: `S<U+0421>00000001`. */
export function showOdd(name: string): string {
  return name.replace(/[^\x20-\x7e]/gu, (character) => {
    const code = character.codePointAt(0) ?? 0;
    return `<U+${code.toString(16).toUpperCase().padStart(4, '0')}>`;
  });
}
