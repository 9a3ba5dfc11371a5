import {createHash} from 'node:crypto';
import {domainOf} from './addresses.ts';

type Installation = {readonly sender: string | null; readonly instanceName: string | null};

/**
 * The Message-ID of a mail: the same each time it is tried, and another one in every other installation, because mail
 * servers drop a second message of the same id. `token`: random, kept with what the mail tells of.
 */
export function messageIdOf(id: string, token: string | null, {sender, instanceName}: Installation): string {
  const own = [instanceName && plain(instanceName), token && plain(token).slice(0, 12)].filter(Boolean);
  return `<${[id, ...own].join('.')}@${domainOf(sender)?.replace(/[[\]]/g, '') ?? 'softcollection.invalid'}>`;
}

/** Letters and digits of a name, or of its digest when that would not tell it. */
function plain(name: string): string {
  const letters = name.replace(/[-_ ]/g, '');
  return /^[A-Za-z0-9]{1,40}$/.test(letters) ? letters : createHash('sha256').update(name).digest('hex').slice(0, 12);
}
