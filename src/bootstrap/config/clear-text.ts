import {isHttpsAlways} from '../../adapters/http/config.ts';
import type {OracleAccess} from '../../adapters/oracle/oracle-access.ts';
import type {ConfigDraft} from './config-types.ts';
import type {Given} from './given.ts';
import {isLoopback} from './schemas.ts';

/** One line for each connection to another host that anybody on the way can read, and how to encrypt it. */
export function clearTextWarnings({storage, state, mail, pingUrl, http}: ConfigDraft): string[] {
  const oracle = storage.type === 'oracle' && storage.clientDir === null ? storage : null;
  const found: (string | null)[] = [
    oracle && isInClear(oracle.dssb) ? `Oracle (DSSB_APP): ids travel in clear; ${BY_TLS}` : null,
    oracle && isInClear(oracle.spss) ? `Oracle (SPSS): ids travel in clear; ${BY_TLS}` : null,
    state.type === 'mongodb' && isMongoInClear(state.uri)
      ? 'MongoDB: events travel in clear; add tls=true to MONGODB_URI'
      : null,
    mail.type === 'smtp' && mail.tls === 'none' && !isLoopback(mail.server)
      ? 'Mail server: mails travel in clear; set SMTP_TLS=starttls'
      : null,
    pingUrl !== null && isPlainHttp(pingUrl)
      ? "PING_URL: the switch's key travels in clear; use its https address"
      : null,
    isHttpInClear(http)
      ? `HTTP_HOST=${http.host}: tokens travel in clear; set TLS_CERT_FILE and TLS_KEY_FILE, or put a proxy with TLS before it and set PUBLIC_URL`
      : null,
  ];
  return found.filter((warning) => warning !== null);
}

const BY_TLS = 'set ORACLE_TLS=required, or a connect string with tcps://';

/** Faults for what no setting makes good: a certificate that is not looked at, a login or a database in clear. */
export function refuseClearText({values, faults}: Given, config: Pick<ConfigDraft, 'storage' | 'mail'>): void {
  const {MONGODB_URI: mongo, SMTP_TLS: tls, ORACLE_TLS} = values;
  if (/[?&](tlsAllowInvalid\w+|tlsInsecure)=true/i.test(mongo ?? ''))
    faults.push({
      variable: 'MONGODB_URI',
      expected: 'no tlsAllowInvalid… and no tlsInsecure: name the authority by tlsCAFile',
    });
  const {mail, storage} = config;
  if (mail.type === 'smtp' && tls === 'none' && mail.username !== null && !isLoopback(mail.server))
    faults.push({
      variable: 'SMTP_TLS',
      expected: 'starttls or tls with SMTP_USERNAME: the password would travel in clear',
      got: tls,
    });
  if (ORACLE_TLS !== 'required' || storage.type !== 'oracle') return;
  for (const [name, access] of [['ORACLE', storage.dssb], ['SPSS_ORACLE', storage.spss]] as const)
    if ('connectString' in access && access.connectString !== '' && !isTcps(access.connectString))
      faults.push({variable: `${name}_CONNECT_STRING`, expected: 'tcps://… or PROTOCOL=TCPS with ORACLE_TLS=required'}); // biome-ignore format: pairs
}

/** A name of a tnsnames.ora is not judged: what it stands for is not known here. */
function isInClear(access: OracleAccess): boolean {
  if (!('connectString' in access)) return access.tls !== true && !isLoopback(access.host);
  const {connectString} = access;
  if (isTcps(connectString) || !/[/(]/.test(connectString)) return false;
  const hosts = [...connectString.matchAll(/HOST=([^)]*)/gi)].map(([, host]) => host ?? '');
  const [, host = ''] = /^(?:tcp:)?(?:\/\/)?(\[[^\]]+\]|[^:/]+)/i.exec(connectString) ?? [];
  return (hosts.length > 0 ? hosts : [host]).some((it) => !isLoopback(it));
}

/** Every address of it. */
function isTcps(connectString: string): boolean {
  return (
    /^tcps:\/\//i.test(connectString) ||
    (/PROTOCOL=TCPS\)/i.test(connectString) && !/PROTOCOL=TCP\)/i.test(connectString))
  );
}

function isMongoInClear(uri: string): boolean {
  const isSrv = /^mongodb\+srv:/i.test(uri);
  const isEncrypted = isSrv ? !/[?&](tls|ssl)=false/i.test(uri) : /[?&](tls|ssl)=true/i.test(uri);
  const hosts = uri.replace(/^[^:]+:\/\/([^@/]*@)?/, '').replace(/[/?].*$/, '').split(','); // biome-ignore format: a pipe
  return !isEncrypted && hosts.some((host) => !isLoopback(host.replace(/:\d+$/, '')));
}

function isPlainHttp(url: string): boolean {
  return /^http:/i.test(url) && !isLoopback(new URL(url).hostname);
}

/** A proxy with TLS is what an https PUBLIC_URL means. */
function isHttpInClear(http: ConfigDraft['http']): boolean {
  return !isLoopback(http.host) && !isHttpsAlways(http);
}
