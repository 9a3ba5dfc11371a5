import {counted} from '../english.ts';
import type {AssignmentKeys} from '../ports/assignment-keys.ts';
import type {Asked, MailFacts, ProviderFacts} from '../ports/check-facts.ts';
import type {Judgement} from '../ports/check-result.ts';
import {fail, failedBy, ok, skipped, together, warned} from './judgement.ts';

const DAY_MS = 86_400_000;
const SOON_DAYS = 14;

/** SC-D18: mail would go out. No login is made unless it was asked for, and no mail is begun. */
export function judgeMail(mail: Asked<MailFacts>, now: number): Judgement {
  if ('failure' in mail) return failedBy(mail.failure);
  if (mail.value.type === 'file') {
    const {folder, isWritable} = mail.value;
    return isWritable ? ok(`mails go to files in ${folder}`) : fail(`${folder} cannot be written`);
  }
  const {address, isEncrypted, certificateEnds, lacksLogin, isLoggedIn} = mail.value;
  const place = `${address}, ${isEncrypted ? 'encrypted' : 'in clear'}${isLoggedIn ? ', logged in' : ''}`;
  const days = certificateEnds === null ? null : Math.floor((certificateEnds - now) / DAY_MS);
  const faults: Judgement[] = [];
  if (lacksLogin)
    faults.push(
      fail(`${address} offers no login, and SMTP_USERNAME is set`, {
        mend: 'check SMTP_PORT and SMTP_TLS, or unset SMTP_USERNAME and SMTP_PASSWORD',
      }),
    );
  if (days !== null && days <= SOON_DAYS)
    faults.push(
      warned(`the certificate of ${address} ends in ${counted(days, 'day')}`, {expected: `more than ${SOON_DAYS}`}),
    );
  return faults.length > 0
    ? together(faults)
    : ok(days === null ? place : `${place}, certificate for ${counted(days, 'day')}`);
}

/** The key of the latest plan by its name; null before the first. */
export type LastKey = string | null;

/** SC-D19: what people sign in with and what plans are made with is what it was. */
export function judgeSecrets(
  lastKey: Asked<LastKey>,
  keys: Pick<AssignmentKeys, 'digestKey' | 'former'>,
  providers: readonly Asked<ProviderFacts>[],
): Judgement {
  return together([judgeKey(lastKey, keys), ...providers.map(judgeProvider)]);
}

function judgeKey(lastKey: Asked<LastKey>, keys: Pick<AssignmentKeys, 'digestKey' | 'former'>): Judgement {
  if ('failure' in lastKey) return skipped(`ASSIGNMENT_SECRET was not compared: ${lastKey.failure.message}`);
  const last = lastKey.value;
  if (last === null) return ok('ASSIGNMENT_SECRET: no plan yet');
  if (last === keys.digestKey) return ok(`ASSIGNMENT_SECRET is the one of the last plan (${last})`);
  if (keys.former(last))
    return ok(`ASSIGNMENT_SECRET was changed; the last plan's (${last}) is in ASSIGNMENT_SECRET_OLD`);
  const mend = 'set it back, or put the former one into ASSIGNMENT_SECRET_OLD: verify needs it';
  return fail(`ASSIGNMENT_SECRET (${keys.digestKey}) is not the one of the last plan (${last})`, {mend});
}

function judgeProvider(provider: Asked<ProviderFacts>): Judgement {
  if ('failure' in provider) return failedBy(provider.failure);
  const {variable, issuer, expectedIssuer} = provider.value;
  if (issuer === expectedIssuer) return ok(`${variable} answers`);
  return fail(`${variable} says that it is ${issuer}`, {expected: expectedIssuer, mend: `correct ${variable}`});
}
