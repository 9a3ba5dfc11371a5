import {scrub} from '../../domain/scrub.ts';

/** What a token's subject is called in log and events: itself, or a pseudonym if it looks like a person's id. */
export function subjectName(subject: string, pseudonym: (subject: string) => string): string {
  return scrub(subject) === subject ? subject.slice(0, 100) : `id-${pseudonym(subject)}`;
}
