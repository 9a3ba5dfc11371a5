/** Whether an object of a valid JSON text, at any depth, names a key twice: parsers differ on which one counts. */
export function hasDuplicateKeys(json: string): boolean {
  const open: Set<string>[] = [];
  // A string, with what follows it; or a bracket.
  for (const [token, text, colon] of json.matchAll(/("(?:[^"\\]|\\.)*")\s*(:)?|[[\]{}]/g)) {
    if (token === '{' || token === '[') open.push(new Set());
    else if (token === '}' || token === ']') open.pop();
    else if (text && colon) {
      const [keys, key] = [open.at(-1), JSON.parse(text) as string];
      if (keys?.has(key)) return true;
      keys?.add(key);
    }
  }
  return false;
}
