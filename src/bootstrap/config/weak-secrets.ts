/** Random bytes are never like this: 32 of them have about 30 different values. */
export function isWeakKey(hex: string): boolean {
  const bytes = [...Buffer.from(hex, 'hex')];
  const steps = new Set(bytes.slice(1).map((byte, i) => (byte - (bytes[i] ?? 0)) & 0xff));
  const isText = bytes.every((byte) => byte >= 0x20 && byte < 0x7f);
  return new Set(bytes).size < 16 || steps.size === 1 || isText;
}

/** For a secret of any letters. */
export function isWeakText(text: string): boolean {
  return new Set(text).size < 8 || isPublished(text);
}

/** Passwords, and their place-holders, that stand in documents, examples or this repository. */
export function isPublished(password: string): boolean {
  return /change[-_ ]?me|^your[-_]|^local-only$|^(…|\.\.\.)$|^(password|secret|oracle|admin|manager|tiger)\d*$/i.test(
    password,
  );
}
