import type {PageContext} from './page.ts';

/** Who did something, as events name him: `http:ann` on a page or by the API, `cli:root` on the machine itself. */
export function sayActor(actor: string, {words}: Pick<PageContext, 'words'>): string {
  const [, door, name = ''] = /^(http|cli):(.*)$/s.exec(actor) ?? [];
  if (door === undefined) return actor;
  return door === 'cli' ? `${name} (${words.page.audit.commandLine})` : name;
}
