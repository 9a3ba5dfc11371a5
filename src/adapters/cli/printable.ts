/** The colours that this program itself draws with; nothing among them hides text or moves the cursor. */
const COLOUR = '\\x1b\\[(?:0|1|2|22|39|49|[39][0-7])m';
/** Control characters but tab and line feed, and marks that turn the direction of writing. */
const CONTROL = '[\\x00-\\x08\\x0b-\\x1f\\x7f-\\x9f\\u202a-\\u202e\\u2066-\\u2069]';
const PATTERN = new RegExp(`(${COLOUR})|${CONTROL}`, 'g');

/**
 * What may be written to a terminal: a control character becomes its escape, `\u001b`, which is as good in JSON. `color`
 * lets colours through.
 */
export function printable(text: string, color: boolean): string {
  return text.replace(PATTERN, (found, colour) => (color && colour ? found : [...found].map(escapeOf).join('')));
}

function escapeOf(character: string): string {
  const code = character.charCodeAt(0);
  // Of a colour that is not wanted only the first character is a control.
  return code > 0x1f && code < 0x7f ? character : `\\u${code.toString(16).padStart(4, '0')}`;
}
