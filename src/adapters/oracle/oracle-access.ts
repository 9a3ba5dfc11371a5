import type {PoolAttributes} from 'oracledb';

/** Where a database is and as whom to log in. */
export type OracleAccess = {
  readonly user: string;
  readonly password: string;
  /** A folder with the `tnsnames.ora` that a connect string may name an entry of. */
  readonly configDir: string | null;
  /** A folder with `ewallet.pem`, for TCPS. */
  readonly walletDir: string | null;
  readonly walletPassword: string | null;
} & OracleAddress;

export type OracleAddress =
  | ({readonly sid: string} & OracleHost)
  | ({readonly serviceName: string} & OracleHost)
  | {readonly connectString: string};

/** `tls`: over TCPS, with the server's certificate checked. */
type OracleHost = {readonly host: string; readonly port: number; readonly tls?: boolean};

const CONNECT_SECONDS = 15;
const SESSION_LIFE_SECONDS = 3600;
const IDLE_SECONDS = 120;
const PROBE_MINUTES = 2;
/** Most that a packet may hold. The server may agree to less; the driver's own wish would be 8 KB. */
const PACKET_BYTES = 65_535;

/** A small pool of sessions: a run uses two at a time in DSSB and one in SPSS, and no session lives for ever. */
export function poolAttributes(access: OracleAccess): PoolAttributes & Record<string, unknown> {
  const {user, password, configDir, walletDir, walletPassword} = access;
  return {
    user,
    password,
    connectString: connectString(access),
    ...(configDir === null ? {} : {configDir}),
    ...(walletDir === null ? {} : {walletLocation: walletDir}),
    ...(walletPassword === null ? {} : {walletPassword}),
    poolMin: 0,
    poolMax: 4,
    program: 'softcollection',
    queueTimeout: 0,
    poolTimeout: IDLE_SECONDS,
    maxLifetimeSession: SESSION_LIFE_SECONDS,
    connectTimeout: CONNECT_SECONDS,
    transportConnectTimeout: CONNECT_SECONDS,
    expireTime: PROBE_MINUTES,
    sdu: PACKET_BYTES,
  };
}

/** Where a database is and as whom we log in, for people. */
export function placeOf(access: OracleAccess): string {
  if ('connectString' in access) return `${access.connectString} as ${access.user}`;
  const {host, port, tls, user} = access;
  return `${host}:${port}/${'sid' in access ? access.sid : access.serviceName} (${tls ? 'TCPS' : 'TCP'}) as ${user}`;
}

function connectString(access: OracleAccess): string {
  if ('connectString' in access) return access.connectString;
  const {host, port, tls} = access;
  const target = 'sid' in access ? `(SID=${access.sid})` : `(SERVICE_NAME=${access.serviceName})`;
  return `(DESCRIPTION=(ADDRESS=(PROTOCOL=${tls ? 'TCPS' : 'TCP'})(HOST=${host})(PORT=${port}))(CONNECT_DATA=${target}))`;
}
