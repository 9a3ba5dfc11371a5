import {createHash} from 'node:crypto';
import {createReadStream} from 'node:fs';
import {buffer} from 'node:stream/consumers';
import type {Container} from 'inversify';
import type {Services} from '../adapters/cli/cli-services.ts';
import {auditTrail} from '../application/events/audit.ts';
import type {Origin} from '../application/events/event-envelope.ts';
import {Failure} from '../application/failure.ts';
import {listRegistrations, MOST_REGISTERED_BYTES, registerCampaign} from '../application/run/register-campaign.ts';
import {scrub} from '../domain/scrub.ts';
import {TOKENS as T} from './tokens.ts';

/** What the command line lays down of campaigns. */
export function createCampaignServices(
  open: () => Promise<Container>,
  {who, origin, owner, zone}: {who: string; origin: Origin; owner: string; zone: string},
): Pick<Services, 'registerCampaign' | 'listRegistrations'> {
  const deps = async () => (await open()).get(T.runDeps);
  return {
    registerCampaign: async (campaign, file) => {
      const read = await readText(file);
      const registered = await registerCampaign(await deps(), {campaign, ...read, origin, owner, zone});
      const what = `campaign register ${registered.campaign}: version ${registered.version}`;
      const {correlationId: requestId} = origin;
      await auditTrail(await deps(), 'cli')({who, what, from: 'command line', outcome: 'done', requestId});
      return registered;
    },
    listRegistrations: async (campaign) => listRegistrations((await deps()).events, campaign),
  };
}

async function readText(file: string): Promise<{text: string; sha256: string}> {
  const name = scrub(file);
  const refuse = (why: string, cause?: unknown) =>
    new Failure('usage', `${name} ${why}`, {advice: 'give a text file in UTF-8 of at most 64 KB', cause});
  const bytes = await readStart(file).catch((error) => Promise.reject(refuse('cannot be read', error)));
  if (bytes.length > MOST_REGISTERED_BYTES) throw refuse('is too large');
  try {
    const text = new TextDecoder('utf-8', {fatal: true, ignoreBOM: true}).decode(bytes);
    return {text, sha256: createHash('sha256').update(bytes).digest('hex')};
  } catch (error) {
    throw refuse('is not UTF-8', error);
  }
}

/** One byte more than a text may have: a pipe or a device need not end. */
function readStart(file: string): Promise<Buffer> {
  return buffer(createReadStream(file, {end: MOST_REGISTERED_BYTES}));
}
