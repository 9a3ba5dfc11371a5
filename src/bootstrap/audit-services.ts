import type {Container} from 'inversify';
import type {Services} from '../adapters/cli/cli-services.ts';
import {auditSigner} from '../adapters/crypto/audit-signer.ts';
import {writePrivateFile} from '../adapters/files/write-private-file.ts';
import {listAudit} from '../application/events/audit.ts';
import {Failure} from '../application/failure.ts';
import {openExplanation} from '../application/verify/explain-person.ts';
import {type AuditTally, exportAudit} from '../application/verify/export-audit.ts';
import type {Config} from './config/config-types.ts';
import {auditKeyOf} from './secrets.ts';
import {TOKENS as T} from './tokens.ts';
import {type Asker, toldToAudit} from './told-to-audit.ts';

/** What the command line asks for on behalf of an auditor; all of it is told to the audit before it is answered. */
export function createAuditServices(
  config: Config,
  open: () => Promise<Container>,
  asker: Asker,
): Pick<Services, 'listAudit' | 'exportAudit' | 'explain'> {
  const zone = config.schedule.timezone;
  const deps = async () => (await open()).get(T.runDeps);
  const onRecord = toldToAudit(open, asker);
  return {
    listAudit: async (since) => listAudit((await open()).get(T.events), since, zone),
    exportAudit: async ({since, until}, file, {replace}) => {
      const signer = auditSigner(keyOf(config));
      const {fingerprint} = signer;
      const what = `audit export: ${since ?? 'the beginning'} to ${until ?? 'now'}, key ${fingerprint}`;
      let tally: AuditTally = {events: 0, runs: 0, broken: []};
      async function* lines() {
        tally = yield* exportAudit({...(await deps()), signer}, {since, until, zone});
      }
      await onRecord(what, () => writePrivateFile(file, lines(), {replace}));
      return {file, ...tally, fingerprint};
    },
    explain: async (id, iin) => {
      const {run_id, explain} = await openExplanation(await deps(), id);
      return onRecord(`verify ${run_id} --explain`, () => explain(iin));
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
