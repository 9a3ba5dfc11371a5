import type {Command} from 'commander';
import {Failure} from '../../application/failure.ts';
import type {Services} from './cli-services.ts';
import type {AddCommand, Cli} from './command.ts';
import {EXIT} from './exit-codes.ts';
import {readId} from './read-id.ts';
import {renderExplanation} from './render-explanation.ts';
import {renderProofs} from './render-proofs.ts';
import {colorsOf} from './terminal.ts';

type Options = {json?: true; chain?: true; expect?: string; explain?: true};

export function addVerifyCommand(program: Command, cli: Cli, addCommand: AddCommand): void {
  addCommand<Options>(
    program,
    'verify [run]',
    'prove a run from log, secret, roster and tables (by default the latest)',
    (services, options, [id]) => verify(services, options, id ?? null, cli),
    {reads: true},
  )
    .option('--chain', 'the whole event log: its hash chains, its head, and what is kept ready of its runs')
    .option(
      '--expect <head>',
      'with a head noted earlier (a success mail, log line or ping has it): nothing before it was changed',
    )
    .option(
      '--explain',
      'why one person is in a group, dealt again: the id comes on standard input, one line; exit 6 if the run did not deal that person',
    );
}

async function verify(services: Services, options: Options, id: string | null, cli: Cli): Promise<number> {
  const {terminal} = cli;
  const ofLog = options.chain === true || options.expect !== undefined;
  if (options.explain && ofLog) throw new Failure('usage', '--explain is of a run: without --chain and --expect');
  const print = (value: unknown, text: () => string) =>
    terminal.out(`${options.json ? JSON.stringify(value, null, 2) : text()}\n`);
  if (options.explain) {
    const iin = await readId(cli.input, terminal.err);
    const explanation = await services.explain(id, iin);
    print(explanation, () => renderExplanation(explanation, terminal));
    if (explanation.status === 'not_dealt') return EXIT.skipped;
    return explanation.ok ? EXIT.done : EXIT.failed;
  }
  const report = ofLog
    ? await services
        .verifyChain(options.expect ?? null)
        .then((checks) => ({run_id: null, ok: checks.every(({ok}) => ok), checks}))
    : await services.verify(id);
  const title = colorsOf(terminal).bold(report.run_id ?? 'all streams');
  print(report, () => [title, ...renderProofs(report.checks, terminal)].join('\n'));
  return report.ok ? EXIT.done : EXIT.failed;
}
