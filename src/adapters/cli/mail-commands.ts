import type {Command} from 'commander';
import type {MailTest} from './cli-services.ts';
import type {AddCommand, Cli} from './command.ts';
import {EXIT} from './exit-codes.ts';
import {colorsOf, oneLine, type Terminal} from './terminal.ts';

type Json = {json?: true};

export function addMailCommands(program: Command, {terminal}: Cli, addCommand: AddCommand): void {
  const mail = program.command('mail').description('the mails that people get: look at them, or send a test mail');
  addCommand<Json & {to?: string}>(
    mail,
    'preview',
    'every kind of mail about made-up runs, as .html, .txt and .eml files; nothing is sent',
    async (services, options) => {
      const preview = await services.previewMails(options.to ?? null);
      const lines = preview.mails.map(({name, subject}) => `${name.padEnd(32)}${oneLine(subject, 120)}\n`).join('');
      terminal.out(options.json ? `${JSON.stringify(preview, null, 2)}\n` : `${lines}\nin ${preview.folder}\n`);
      return EXIT.done;
    },
  ).option('--to <folder>', 'where to (by default mail-preview in DATA_DIR)');
  addCommand<Json>(
    mail,
    'test',
    'one test mail to all recipients, by the configured way',
    async (services, options) => {
      const test = await services.testMail();
      terminal.out(options.json ? `${JSON.stringify(test, null, 2)}\n` : renderTest(test, terminal));
      return test.refused.length > 0 ? EXIT.failed : EXIT.done;
    },
  );
}

function renderTest({way, message_id, accepted, refused, answer}: MailTest, terminal: Terminal): string {
  const {dim, green, red} = colorsOf(terminal);
  const lines = [
    `${dim('By'.padEnd(12))}${way}`,
    `${dim('Message-ID'.padEnd(12))}${message_id}`,
    ...accepted.map((recipient) => `${green('✓')} ${recipient}`),
    ...refused.map(({recipient, answer: why}) => `${red('✗')} ${recipient}: ${why}`),
    `${dim('Answer'.padEnd(12))}${oneLine(answer, 200)}`,
  ];
  return `${lines.join('\n')}\n`;
}
