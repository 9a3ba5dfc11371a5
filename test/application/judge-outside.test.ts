import {assignmentKeys} from '../../src/adapters/crypto/assignment-keys.ts';
import {judgeMail, judgeSecrets} from '../../src/application/checks/outside.ts';
import type {Asked, MailFacts} from '../../src/application/ports/check-facts.ts';
import {AWAY, DAY_MS, expectSaid, NOW} from '../support/said-of-checks.ts';

const KEYS = {
  digestKey: 'now',
  former: (name: string) => (name === 'old' ? assignmentKeys('a1'.repeat(32)) : null),
};

describe('what is said of what is outside', () => {
  it('of mail', () => {
    const smtp = (change: object) =>
      judgeMail({value: {type: 'smtp', address: 'm:587', isEncrypted: true, certificateEnds: null, lacksLogin: false, isLoggedIn: false, ...change} as MailFacts}, NOW); // biome-ignore format: a row
    const file = (isWritable: boolean) => judgeMail({value: {type: 'file', folder: '/m', isWritable}}, NOW);
    const port = 'check SMTP_PORT and SMTP_TLS, or unset SMTP_USERNAME and SMTP_PASSWORD';
    expectSaid([
      [judgeMail({failure: AWAY}, NOW), 'fail (away): no listener | an answer | start it'],
      [file(true), 'ok: mails go to files in /m |  | '],
      [file(false), 'fail: /m cannot be written |  | '],
      [smtp({}), 'ok: m:587, encrypted |  | '],
      [smtp({isEncrypted: false, isLoggedIn: true}), 'ok: m:587, in clear, logged in |  | '],
      [smtp({certificateEnds: NOW + 15 * DAY_MS}), 'ok: m:587, encrypted, certificate for 15 days |  | '],
      [
        smtp({certificateEnds: NOW + 15 * DAY_MS - 1}),
        'warn: the certificate of m:587 ends in 14 days | more than 14 | ',
      ],
      [smtp({lacksLogin: true}), `fail: m:587 offers no login, and SMTP_USERNAME is set |  | ${port}`],
    ]);
  });

  it('of secrets and of whom tokens are checked with', () => {
    const key = (last: Asked<string | null>) => judgeSecrets(last, KEYS, []);
    const provider = (issuer: string) =>
      judgeSecrets({value: null}, KEYS, [{value: {variable: 'OIDC_ISSUER', issuer, expectedIssuer: 'https://a'}}]);
    const none = 'ASSIGNMENT_SECRET: no plan yet';
    expectSaid([
      [key({value: null}), `ok: ${none} |  | `],
      [key({value: 'now'}), 'ok: ASSIGNMENT_SECRET is the one of the last plan (now) |  | '],
      [
        key({value: 'old'}),
        "ok: ASSIGNMENT_SECRET was changed; the last plan's (old) is in ASSIGNMENT_SECRET_OLD |  | ",
      ],
      [
        key({value: 'other'}),
        'fail: ASSIGNMENT_SECRET (now) is not the one of the last plan (other) |  | set it back, or put the former one into ASSIGNMENT_SECRET_OLD: verify needs it',
      ],
      [key({failure: AWAY}), 'skipped: ASSIGNMENT_SECRET was not compared: no listener |  | '],
      [provider('https://a'), `ok: ${none}; OIDC_ISSUER answers |  | `],
      [provider('https://b'), 'fail: OIDC_ISSUER says that it is https://b | https://a | correct OIDC_ISSUER'],
      [judgeSecrets({value: null}, KEYS, [{failure: AWAY}]), 'fail (away): no listener | an answer | start it'],
    ]);
  });
});
