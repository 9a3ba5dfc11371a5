import {scrub} from '../../domain/scrub.ts';

/** Nothing in it that nobody sees, so that no two of them look alike for that. */
const PLAIN = /^\P{C}{1,100}$/u;

/**
 * What a token's subject is called in log and events: itself, or a pseudonym if it looks like a person's id, is longer
 * than a name, or has characters that cannot be shown.
 */
export function subjectName(subject: string, pseudonym: (subject: string) => string): string {
  return scrub(subject) === subject && PLAIN.test(subject) ? subject : `id-${pseudonym(subject)}`;
}
