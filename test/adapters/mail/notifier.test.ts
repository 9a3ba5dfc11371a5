import {mkdirSync, readdirSync, rmSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {mailNotifier, type Transport} from '../../../src/adapters/mail/mail-notifier.ts';
import {emlFileTransport} from '../../../src/adapters/mail/transport/eml-file.ts';
import {smtpTransport} from '../../../src/adapters/mail/transport/smtp-transport.ts';
import {notifierContract} from '../../contracts/notifier.ts';
import {certificateOf} from '../../support/certificate.ts';
import {startMailServer} from '../../support/mail-server.ts';
import {tempFolder} from '../../support/temp-folder.ts';
import {LETTERHEAD} from './letterhead.ts';

const notifierBy = (transport: Transport) =>
  mailNotifier(transport, {letterhead: LETTERHEAD, now: () => Date.parse('2024-01-15T03:01:00Z'), onRefusal: () => {}});

notifierContract('mail folder', async () => {
  const temp = tempFolder();
  const folder = join(temp.path, 'mail');
  mkdirSync(folder);
  return {
    notifier: notifierBy(emlFileTransport(folder)),
    told: () => readdirSync(folder).filter((name) => name.endsWith('.eml')).length,
    breakDown: async () => {
      rmSync(folder, {recursive: true});
      writeFileSync(folder, 'no folder');
    },
    mend: async () => {
      rmSync(folder);
      mkdirSync(folder);
    },
    close: async () => temp.remove(),
  };
});

notifierContract('SMTP', async () => {
  const certificate = await certificateOf('localhost');
  const server = await startMailServer(certificate);
  const options = {username: null, password: null, ca: certificate.cert, stepMs: 2_000};
  return {
    notifier: notifierBy(smtpTransport({server: 'localhost', port: server.port, tls: 'starttls', ...options})),
    told: () => server.taken.length,
    breakDown: async () => {
      server.trouble = {mail: '451 4.3.0 later'};
    },
    mend: async () => {
      server.trouble = {};
    },
    close: () => server.close(),
  };
});
