import type {Container} from 'inversify';
import type {Services} from '../adapters/cli/cli-services.ts';
import {auditSigner} from '../adapters/crypto/audit-signer.ts';
import {writePrivateFile} from '../adapters/csv/write-private-file.ts';
import {auditTrail, listAudit} from '../application/events/audit.ts';
import {Failure} from '../application/failure.ts';
import {type AuditTally, exportAudit} from '../application/verify/export-audit.ts';
import type {AdminOutcome} from '../domain/audit-events.ts';
import type {Config} from './config/config-types.ts';
import {auditKeyOf} from './secrets.ts';
import {TOKENS as T} from './tokens.ts';

/** What the command line asks for on behalf of an auditor. `who` asks, in the call of this id. */
export function createAuditServices(
  config: Config,
  open: () => Promise<Container>,
  {who, requestId}: {who: string; requestId: string},
): Pick<Services, 'listAudit' | 'exportAudit'> {
  const zone = config.schedule.timezone;
  return {
    listAudit: async (since) => listAudit((await open()).get(T.events), since, zone),
    exportAudit: async ({since, until}, file, {replace}) => {
      const signer = auditSigner(keyOf(config));
      const deps = (await open()).get(T.runDeps);
      const record = auditTrail(deps, 'cli');
      const what = `audit export since ${since ?? 'the beginning'} until ${until ?? 'now'}, key ${signer.fingerprint}`;
      const tell = (outcome: AdminOutcome) => record({who, what, from: 'command line', outcome, requestId});
      // Before the first line, so that the export has it too.
      await tell('done');
      let tally: AuditTally = {events: 0, runs: 0, broken: []};
      async function* lines() {
        tally = yield* exportAudit({...deps, signer}, {since, until, zone});
      }
      try {
        await writePrivateFile(file, lines(), {replace});
      } catch (error) {
        await tell('failed');
        throw error;
      }
      return {file, ...tally, fingerprint: signer.fingerprint};
    },
  };
}

function keyOf(config: Config): string {
  const key = auditKeyOf(config);
  if (key !== null) return key;
  throw new Failure('configuration', 'AUDIT_KEY: expected 32 random bytes: audit exports are signed with it', {
    advice: 'openssl rand -hex 32 makes one; keep it as the other secrets are',
  });
}
