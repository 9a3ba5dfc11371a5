import {isIP} from 'node:net';
import {z} from 'zod';
import {parseCron} from '../../adapters/cron/cron-schedule.ts';
import {parseAddress, parseAddressList} from '../../adapters/mail/addresses.ts';
import {parseCheckIds} from '../../application/checks/run-checks.ts';
import {parseCountDay} from '../../domain/count-day.ts';
import {scrub} from '../../domain/scrub.ts';
import {parseFactors} from '../../domain/strata.ts';
import {isWeakKey, isWeakText} from './weak-secrets.ts';

/** From a variable's text to its value. The description says what is expected. */
export type Schema<Value> = z.ZodType<Value, string>;

const line = z.string().regex(/^[^\p{Cc}\p{Zl}\p{Zp}]+$/u);

/** Taken as it stands, blanks at its ends included. */
export const password: Schema<string> = line.describe('one line of text');

export const signingSecret: Schema<string> = line
  .min(32)
  .refine((value) => !isWeakText(value))
  .describe('one line of at least 32 random characters, such as `openssl rand -hex 32` prints');

export const text: Schema<string> = parsed('one line of text', (value) => value || null);

/** For what stands in mails. */
export const shownText: Schema<string> = parsed('one line of text without the id of a person', (value) =>
  value && scrub(value) === value ? value : null,
);

/** Pairs of a role and whom to reach, parted by semicolons. */
export const contacts: Schema<readonly (readonly [role: string, reach: string])[]> = parsed(
  'role: whom to reach; role: whom to reach',
  (value) => {
    const pairs = value.split(';').filter((it) => it.trim() !== '');
    const contacts = pairs.map((it) => {
      const at = it.indexOf(':');
      return [it.slice(0, Math.max(at, 0)).trim(), it.slice(at + 1).trim()] as const;
    });
    return contacts.length > 0 && contacts.every(([role, reach]) => role && reach) ? contacts : null;
  },
);

/** A name that may stand in an Oracle connect descriptor. */
export const oracleName = matching('a name without blanks, brackets and =', /^[^\s()=]+$/);

/** An unquoted Oracle name: it becomes part of statements. */
export const identifier = matching('an Oracle name of letters, digits, _, $ and #', /^[A-Za-z][\w$#]{0,127}$/);

/**
 * Shown as it is, so that user and password have no place in it. A descriptor may be laid out over lines, as in a
 * tnsnames.ora; blanks stay only in quotes.
 */
const oneLine = z.string().transform((value) => {
  const text = value.trim();
  return text.startsWith('(') ? text.replace(/\s*([()=])\s*/g, '$1') : text;
});
const address = matching(
  'a connect descriptor, host:port/service (tcps://… too) or a name of a tnsnames.ora, without user and password',
  /^(?!.*(password|\/\S*@))([^\s@"]|"[^@"]*")+$/i,
);
export const connectString: Schema<string> = oneLine.pipe(address).describe(address.description!);

export const host = parsed('a host name or IP address without a port', (value) =>
  isIP(value) || /^[\w.-]{1,253}$/.test(value) ? value : null,
);

export const networks = parsed('addresses or networks such as 10.1.2.3,10.0.0.0/8', (value) => {
  const found = value.split(',').map((network) => network.trim());
  return found.every(isNetwork) ? found : null;
});

/** Not all there is: nobody trusts everybody. */
function isNetwork(value: string): boolean {
  const [, address = '', prefix = '1'] = /^([^/%]+)(?:\/([1-9]\d{0,2}))?$/.exec(value) ?? [];
  const bits = {0: 0, 4: 32, 6: 128}[isIP(address)] ?? 0;
  return Number(prefix) <= bits;
}

export const countDay = parsed('a day such as 5 or a range such as 6-30', parseCountDay);

export const factors = parsed(
  'sex, birth_decade, former_group or columns of SC_1_120 with commas between them, numbers with rising cut points: REGION,TOTAL_DEBT:50000|200000',
  parseFactors,
);

/** Ids of checks, short or whole. */
export const checkIds = parsed('ids of doctor such as SC-D12,SC-D14', (value) => {
  try {
    return parseCheckIds(value);
  } catch {
    return null;
  }
});

export const cron = parsed(
  'five fields (minute hour day month weekday) that meet some day, such as 0 9 * * *',
  parseCron,
);

export const timeZone = parsed('an IANA time zone such as Asia/Almaty', (value) => {
  try {
    new Intl.DateTimeFormat('en', {timeZone: value});
    return /^[A-Za-z]/.test(value) ? value : null;
  } catch {
    return null;
  }
});

/** As lower-case hex, whatever it was written in. */
export const key32 = parsed('32 random bytes as 64 hex digits (`openssl rand -hex 32`) or as base64', parseKey);

export const keys32 = parsed('one or more keys of 32 bytes, with commas between them', (value) => {
  const keys = value.split(',').map((key) => parseKey(key.trim()));
  return keys.every((key) => key !== null) ? keys : null;
});

function parseKey(value: string): string | null {
  const hex = /^[0-9a-f]{64}$/i.test(value) ? value.toLowerCase() : hexOfBase64(value);
  return hex === null || isWeakKey(hex) ? null : hex;
}

function hexOfBase64(value: string): string | null {
  return /^[\w+/-]{43}=?$/.test(value) ? Buffer.from(value, 'base64').toString('hex') : null;
}

export const webUrl = parsed('an http or https address without user and password', (value) =>
  isWebUrl(value) ? value : null,
);

/** What is fetched in clear could be answered by anybody on the way. */
export const keysUrl = parsed('an https address (http on this machine only) without user and password', (value) =>
  isWebUrl(value) && (value.startsWith('https:') || isLoopback(new URL(value).hostname)) ? value : null,
);

/** `roles=admin`; without a value `admin`; dots lead into objects, unless the name is an address. */
export const adminClaim = parsed('a claim such as roles, roles=admin or realm_access.roles=admin', (value) => {
  const [, name = '', wanted = 'admin'] = /^([^\s=]+)(?:=(\S+))?$/.exec(value) ?? [];
  const path = name.includes('://') ? [name] : name.split('.');
  return path.every((part) => part !== '') ? {path, value: wanted} : null;
});

export const claimName = parsed('a claim such as roles or realm_access.roles', (value) => {
  const path = value.includes('://') ? [value] : value.split('.');
  return /^[^\s=]+$/.test(value) && path.every((part) => part !== '') ? path : null;
});

export const baseUrl = parsed('an http or https address without user, password, ? and #', (value) =>
  isWebUrl(value) && !/[?#]/.test(value) ? value.replace(/(?<!:)\/{2,}/g, '/').replace(/\/$/, '') : null,
);

/** An IPv6 address, a Unix socket (percent-encoded), or a name. */
const MONGO_HOST = String.raw`(\[[\da-f:.]+\]|(%2f|[\w.-])+\.sock|[\w.-]+)(:\d+)?`;
/** Strict, so that nothing of a password passes for a host, which is shown. */
export const mongoUri = matching(
  'mongodb://… or mongodb+srv://… with user and password percent-encoded',
  new RegExp(`^mongodb(\\+srv)?://([^\\s:@/?#]+(:[^\\s:@/?#]*)?@)?${MONGO_HOST}(,${MONGO_HOST})*([/?][^\\s@]*)?$`, 'i'),
);

export const email = parsed('an email address', parseAddress);

/** Each bad address is an issue of its own. */
export const emails: Schema<string[]> = line
  .transform((value, context) => {
    const {addresses, bad} = parseAddressList(value);
    for (const got of bad) context.addIssue({code: 'custom', params: {got}});
    if (addresses.length + bad.length === 0) context.addIssue({code: 'custom'});
    return addresses;
  })
  .describe('email addresses with commas between them');

export function choice<const Option extends string>(...options: Option[]): Schema<Option> {
  const find = (value: string) => options.find((option) => option === value.toLowerCase()) ?? null;
  return parsed(new Intl.ListFormat('en', {type: 'disjunction'}).format(options), find);
}

export function integer(min: number, max: number): Schema<number> {
  // Nine digits in a row would be taken for an id.
  const most = max < 100_000_000 ? max : max.toLocaleString('en');
  return parsed(`an integer from ${min} to ${most}`, (value) => {
    const number = /^\d{1,15}$/.test(value) ? Number(value) : Number.NaN;
    return number >= min && number <= max ? number : null;
  });
}

export const share = parsed('a share between 0 and 1, such as 0.2', (value) => {
  const number = /^0?\.\d{1,6}$/.test(value) ? Number(value) : 0;
  return number > 0 ? number : null;
});

/** The one schema maker: `parse` gets the text without blanks at its ends and answers null for a bad one. */
export function parsed<Value>(expected: string, parse: (value: string) => Value | null): Schema<Value> {
  return line
    .transform((value, context) => {
      const result = parse(value.trim());
      if (result !== null) return result;
      context.addIssue({code: 'custom'});
      return z.NEVER;
    })
    .describe(expected);
}

function matching(expected: string, pattern: RegExp): Schema<string> {
  return parsed(expected, (value) => (pattern.test(value) ? value : null));
}

/** This machine itself, as a host or in an address. */
export function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '::1' || hostname === '[::1]' || /^127(\.\d+){3}$/.test(hostname);
}

/** An @ would stand behind a user and password, even where a URL parser takes what is before it for a path. */
function isWebUrl(value: string): boolean {
  return /^https?:\/\/[^\s@]+$/i.test(value) && URL.canParse(value);
}
