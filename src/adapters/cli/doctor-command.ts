import type {Command} from 'commander';
import {z} from 'zod';
import {parseCheckIds} from '../../application/checks/run-checks.ts';
import {Failure} from '../../application/failure.ts';
import type {Cli} from './command.ts';
import {doctorReport, reportChecks} from './doctor-report.ts';
import {EXIT, exitOfChecks} from './exit-codes.ts';
import type {Perform} from './perform.ts';
import {renderChecks} from './render-checks.ts';

type Options = {
  json?: true;
  only?: string;
  skip?: string;
  strict?: true;
  login?: true;
  schema?: true;
  bundle?: string;
};

/** `doctor` reads the configuration itself: one with faults is something that it finds. */
export function addDoctorCommand(program: Command, {terminal, version, examine}: Cli, perform: Perform): void {
  program
    .command('doctor')
    .description('twenty read-only checks: what was found, what that means, how to mend it')
    .option('--json', 'print one JSON document on stdout')
    .option('--only <ids>', 'only these checks, such as D05,D06')
    .option('--skip <ids>', 'all but these')
    .option('--strict', 'a warning fails too')
    .option('--login', 'log in to the mail server too; a wrong password may lock that account')
    .option('--bundle <file>', 'write a file for a ticket too: report, configuration and log, masked')
    .option('--schema', 'print the JSON Schema of what --json prints, and check nothing')
    .action((options: Options) =>
      perform(options, async () => {
        if (options.schema) {
          terminal.out(`${JSON.stringify(z.toJSONSchema(doctorReport), null, 2)}\n`);
          return EXIT.done;
        }
        const {login = false, strict = false} = options;
        const {at, instance, checks, bundle} = await examine({
          only: idsOf(options.only),
          skip: idsOf(options.skip),
          login,
        });
        if (checks.length === 0) {
          throw new Failure('usage', 'no check is left: --skip names all that --only chose', {
            advice: 'softcollection doctor does all of them',
          });
        }
        const report = reportChecks(checks, {version, at, instance});
        if (options.bundle !== undefined) await bundle(options.bundle, report);
        terminal.out(options.json ? `${JSON.stringify(report, null, 2)}\n` : renderChecks(report, terminal));
        return exitOfChecks(checks, strict);
      }),
    );
}

function idsOf(text: string | undefined) {
  return text === undefined ? [] : parseCheckIds(text);
}
