import type {Container} from 'inversify';
import type {Services} from '../adapters/cli/cli-services.ts';
import {writePrivateFile} from '../adapters/csv/write-private-file.ts';
import {csvOf} from '../application/csv-lines.ts';
import {auditTrail} from '../application/events/audit.ts';
import {type AssignmentList, openAssignments} from '../application/run/assignments/export-assignments.ts';
import type {AdminOutcome} from '../domain/audit-events.ts';
import {TOKENS as T} from './tokens.ts';

const COLUMNS = ['iin', 'campaign', 'group', 'run', 'date', 'stratum', 'p_campaign', 'p_group', 'row_present'] as const;

/** The lists that the command line writes to files. `who` asks for them, in the call of this id. */
export function createExportServices(
  open: () => Promise<Container>,
  {who, requestId}: {who: string; requestId: string},
): Pick<Services, 'exportAssignments'> {
  const deps = async () => (await open()).get(T.runDeps);
  return {
    exportAssignments: async (campaign, file, {replace}) => {
      const list = await openAssignments(await deps(), campaign);
      const record = auditTrail(await deps(), 'cli');
      const tell = (outcome: AdminOutcome) =>
        record({who, what: `export assignments ${list.campaign}`, from: 'command line', outcome, requestId});
      // Before the first line: nobody has a list that the audit does not know of.
      await tell('done');
      let people = 0;
      try {
        const count = (n: number) => {
          people += n;
        };
        await writePrivateFile(file, linesOf(list, count), {replace});
      } catch (error) {
        await tell('failed');
        throw error;
      }
      return {campaign: list.campaign, file, people, runs: list.runs.length, missing: list.missing};
    },
  };
}

async function* linesOf(list: AssignmentList, count: (people: number) => void): AsyncGenerator<string> {
  yield csvOf([COLUMNS]);
  for await (const people of list.people()) {
    count(people.length);
    yield csvOf(people.map((person) => COLUMNS.map((name) => cell(person[name]))));
  }
}

function cell(value: string | number | boolean): string | number {
  return typeof value === 'boolean' ? (value ? 'yes' : 'no') : value;
}
