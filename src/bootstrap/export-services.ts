import type {Container} from 'inversify';
import type {Services} from '../adapters/cli/cli-services.ts';
import {writePrivateFile} from '../adapters/files/write-private-file.ts';
import {csvOf} from '../application/csv-lines.ts';
import {type AssignmentList, openAssignments} from '../application/run/assignments/export-assignments.ts';
import {TOKENS as T} from './tokens.ts';
import {type Asker, toldToAudit} from './told-to-audit.ts';

const COLUMNS = ['iin', 'campaign', 'group', 'run', 'date', 'stratum', 'p_campaign', 'p_group', 'row_present'] as const;

/** The lists that the command line writes to files. */
export function createExportServices(
  open: () => Promise<Container>,
  asker: Asker,
): Pick<Services, 'exportAssignments'> {
  const deps = async () => (await open()).get(T.runDeps);
  const onRecord = toldToAudit(open, asker);
  return {
    exportAssignments: async (campaign, file, {replace}) => {
      const list = await openAssignments(await deps(), campaign);
      let people = 0;
      const count = (n: number) => {
        people += n;
      };
      await onRecord(`export assignments ${list.campaign}`, () =>
        writePrivateFile(file, linesOf(list, count), {replace}),
      );
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
