/** What a code means to us. `{prefix}` in the advice is that of the database's variables. */
type KnownCodes = {
  readonly codes: readonly string[];
  /** `unreachable` passes by itself, sooner or later; `refused` needs a person. */
  readonly kind: 'unreachable' | 'refused';
  readonly says: string;
  readonly advice: string;
  /** Trying again within seconds may help. */
  readonly mayPass: boolean;
};

const ora = (...numbers: number[]) => numbers.map((number) => `ORA-${String(number).padStart(5, '0')}`);

export const KNOWN_CODES: readonly KnownCodes[] = [
  {
    codes: [
      ...ora(28, 600, 602, 603, 609, 1012, 1041, 1092, 2396, 3113, 3114, 3135, 12153, 12537, 12547, 12570, 12571, 12583, 25408),
      ...['NJS-003', 'NJS-500', 'NJS-501', 'NJS-521', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT'],
    ], // biome-ignore format: codes
    kind: 'unreachable',
    says: 'the connection was lost',
    advice: 'the service tries again by itself; if it lasts, see the alert log of the database and the network between',
    mayPass: true,
  },
  {
    codes: [
      ...ora(18, 20, 1033, 1034, 1089, 1090, 12170, 12505, 12514, 12516, 12518, 12519, 12520, 12526, 12527, 12528, 12541, 12543, 12545, 12560),
      ...['NJS-040', 'NJS-503', 'NJS-513', 'ECONNREFUSED', 'EHOSTUNREACH', 'ENOTFOUND'],
    ], // biome-ignore format: codes
    kind: 'unreachable',
    says: 'the database takes no connection',
    advice: 'start database and listener, or correct {prefix}ORACLE_HOST, {prefix}ORACLE_PORT, {prefix}ORACLE_SID',
    mayPass: true,
  },
  {
    codes: ['NJS-123', ...ora(1013)],
    kind: 'unreachable',
    says: 'no answer in time',
    advice: 'see what the session waits for (V$SESSION, module softcollection), or set ORACLE_CALL_TIMEOUT higher',
    mayPass: true,
  },
  {
    codes: ora(54, 60, 4020, 4021, 30006),
    kind: 'unreachable',
    says: 'another session holds the table',
    advice: 'find the session that holds the lock (docs/oracle.md has the query), or set LOCK_WAIT higher',
    mayPass: true,
  },
  {
    codes: ora(1555, 8177),
    kind: 'unreachable',
    says: 'the rows changed too fast to be read consistently',
    advice: 'the service tries again by itself; if it lasts, the undo tablespace is too small',
    mayPass: true,
  },
  {
    codes: ora(257, 1536, 1650, 1652, 1653, 1654, 1683, 1688, 1691, 19809, 30036),
    kind: 'refused',
    says: 'no room for more rows',
    advice: 'give the tablespace (or the quota, or the archive area) more room, then: softcollection resume',
    mayPass: false,
  },
  {
    codes: ora(1005, 1017, 1045, 28000, 28001, 28003, 28011),
    kind: 'refused',
    says: 'the login is refused',
    advice:
      'correct {prefix}ORACLE_USER and {prefix}ORACLE_PASSWORD, or have the account unlocked or its password renewed, then: softcollection resume',
    mayPass: false,
  },
  {
    codes: ora(942, 1031, 1950, 4043, 41900),
    kind: 'refused',
    says: 'a table is missing or a grant is',
    advice: 'give the grants of docs/oracle.md, or correct the schema names, then: softcollection resume',
    mayPass: false,
  },
  {
    codes: ['NJS-505', 'NJS-506', 'NJS-507', 'NJS-508', 'NJS-512', 'NJS-514', 'NJS-515', 'NJS-516', 'NJS-517', ...ora(12154)],
    kind: 'refused',
    says: 'the connection cannot be made as configured',
    advice: 'correct {prefix}ORACLE_CONNECT_STRING or the wallet in {prefix}ORACLE_WALLET_DIR',
    mayPass: false,
  }, // biome-ignore format: codes
];
