import {z} from 'zod';
import {CHECK_IDS, CHECK_STATES, type CheckResult} from '../../application/ports/check-result.ts';
import {EN_CHECKS} from '../../application/words/checks-en.ts';

const said = z.string();

/** One check, for programs. */
const check = z.strictObject({
  id: z.enum(CHECK_IDS),
  title: said,
  state: z.enum(CHECK_STATES),
  found: said,
  expected: said.nullable().describe('What should be there; null where that goes without saying'),
  means: said.describe('What it means where it is not ok'),
  mend: said.describe('What to do where it is not ok'),
  who: said.describe('Who can do it'),
  accepted: z.boolean().describe('Named by DOCTOR_ACCEPT: it changes no exit code'),
  out_of_reach: z.boolean().describe('Something did not answer, so that this is no word on how it is'),
  docs: said,
  ms: z.int().nonnegative(),
});

/** What `softcollection doctor --json` prints; `doctor --schema` prints this as a JSON Schema. */
export const doctorReport = z.strictObject({
  schema: z.literal(1).describe('Version of this shape'),
  version: said.describe('Of softcollection'),
  at: z.iso.datetime(),
  instance: said.nullable().describe('INSTANCE_NAME'),
  checks: z.array(check),
});

export type DoctorReport = z.output<typeof doctorReport>;

export function reportChecks(
  results: readonly CheckResult[],
  about: Pick<DoctorReport, 'version' | 'at' | 'instance'>,
): DoctorReport {
  return {schema: 1, ...about, checks: results.map(reportCheck)};
}

function reportCheck({
  id,
  state,
  found,
  expected,
  mend,
  isAccepted,
  isAway,
  ms,
}: CheckResult): DoctorReport['checks'][0] {
  const {title, means, who, ...words} = EN_CHECKS[id];
  return {
    ...{id, title, state, found, expected, means, mend: mend ?? words.mend, who},
    ...{accepted: isAccepted, out_of_reach: isAway, docs: `docs/doctor.md#${id.toLowerCase()}`, ms},
  };
}
