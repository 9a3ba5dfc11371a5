import {asFailure} from '../../application/failure.ts';
import {scrub} from '../../domain/scrub.ts';
import type {Cli} from './command.ts';
import {exitOfFailure} from './exit-codes.ts';

/** Does a command's work; its failure becomes a message. */
export type Perform = (options: {readonly json?: true}, work: () => Promise<number>) => Promise<void>;

/** Answers the exit code. What was typed may be an id, and no message repeats one. */
export async function attempt(
  {terminal}: Pick<Cli, 'terminal'>,
  options: {readonly json?: true},
  work: () => Promise<number>,
): Promise<number> {
  try {
    return await work();
  } catch (error) {
    const failure = asFailure(error);
    const {kind, advice} = failure;
    const message = scrub(failure.message);
    if (options.json) terminal.out(jsonError({kind, message, advice}));
    terminal.err(`softcollection: ${message}\n${advice ? `→ ${advice}\n` : ''}`);
    return exitOfFailure(failure);
  }
}

export function jsonError(error: {kind: string; message: string; advice: string | null}): string {
  return `${JSON.stringify({error}, null, 2)}\n`;
}
