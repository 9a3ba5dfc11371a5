/** Whether the outermost object of a valid JSON text names a key twice: parsers differ on which one counts. */
export function hasDuplicateKeys(json: string): boolean {
  const keys = new Set<string>();
  let depth = 0;
  // A string, with what follows it; or a bracket.
  for (const [token, text, colon] of json.matchAll(/("(?:[^"\\]|\\.)*")\s*(:)?|[[\]{}]/g)) {
    if (token === '{' || token === '[') depth++;
    else if (token === '}' || token === ']') depth--;
    else if (depth === 1 && colon) {
      const key = JSON.parse(text!) as string;
      if (keys.has(key)) return true;
      keys.add(key);
    }
  }
  return false;
}
