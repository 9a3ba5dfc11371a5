/** What a code means to us. `{prefix}` in the advice is that of the database's variables. */
export type KnownCodes = {
  readonly codes: readonly string[];
  /** `unreachable` passes by itself, sooner or later; `refused` needs a person. */
  readonly kind: 'unreachable' | 'refused';
  readonly says: string;
  readonly advice: string;
  /** Trying again within seconds may help. */
  readonly retryable: boolean;
};

export const ora = (...numbers: number[]) => numbers.map((number) => `ORA-${String(number).padStart(5, '0')}`);
const njs = (...numbers: number[]) => numbers.map((number) => `NJS-${String(number).padStart(3, '0')}`);

// biome-ignore format: lists of codes
export const KNOWN_CODES: readonly KnownCodes[] = [
  {
    codes: [
      ...ora(22, 28, 600, 602, 603, 609, 1012, 1041, 1043, 1092, 2396, 2399, 3113, 3114, 3122, 3135),
      ...ora(12153, 12537, 12547, 12569, 12570, 12571, 12583, 25401, 25402, 25408),
      ...njs(3, 500, 501, 509, 521),
      ...['ECONNRESET', 'EPIPE', 'ETIMEDOUT'],
    ],
    kind: 'unreachable',
    says: 'the connection was lost',
    advice: 'the service tries again by itself; if it lasts, see the alert log of the database and the network between',
    retryable: true,
  },
  {
    codes: [
      ...ora(1033, 1034, 1035, 1089, 1090, 1109, 3136, 12170, 12500, 12526, 12527, 12528, 12535, 12541, 12543, 12545, 12560),
      ...ora(12564, 12606, 12608, 12609),
      ...njs(503, 504, 510, 511, 513),
      ...['ECONNREFUSED', 'EHOSTUNREACH', 'ENETUNREACH', 'ENOTFOUND'],
    ],
    kind: 'unreachable',
    says: 'the database takes no connection',
    advice: 'start database and listener, open the firewall, or correct {prefix}ORACLE_HOST and {prefix}ORACLE_PORT',
    retryable: true,
  },
  {
    codes: ora(12505, 12514, 12521, 12523),
    kind: 'unreachable',
    says: 'the listener does not know this database',
    advice: 'correct {prefix}ORACLE_SID or {prefix}ORACLE_SERVICE_NAME (lsnrctl services lists them), or start the database',
    retryable: true,
  },
  {
    codes: [...ora(18, 20, 2391, 4030, 4031, 4036, 12516, 12518, 12519, 12520), ...njs(40)],
    kind: 'unreachable',
    says: 'the database has no session or memory to spare',
    advice: 'end idle sessions, or raise PROCESSES, SESSIONS_PER_USER or the memory of the instance',
    retryable: true,
  },
  {
    codes: [...njs(123), ...ora(40, 1013)],
    kind: 'unreachable',
    says: 'no answer in time',
    advice: 'see what the session waits for (V$SESSION, module softcollection), or set ORACLE_CALL_TIMEOUT higher',
    retryable: true,
  },
  {
    codes: ora(54, 60, 2049, 4020, 4021, 30006),
    kind: 'unreachable',
    says: 'another session holds the table',
    advice: 'find the session that holds the lock (docs/oracle.md has the query), or set LOCK_WAIT higher',
    retryable: true,
  },
  {
    codes: ora(1466, 1555, 8103, 8177),
    kind: 'unreachable',
    says: 'the rows changed too fast to be read consistently',
    advice: 'the service tries again by itself; if it lasts, another job reloads the table, or the undo tablespace is too small',
    retryable: true,
  },
  {
    codes: ora(1456, 16000, 16456),
    kind: 'unreachable',
    says: 'the database is open for reading only',
    advice: 'point {prefix}ORACLE_HOST at the primary, or at a service that only the primary offers',
    retryable: true,
  },
  {
    codes: ora(257, 1536, 1628, 1631, 1632, 1650, 1652, 1653, 1654, 1658, 1659, 1683, 1688, 1691, 16038, 19502, 19809, 30036),
    kind: 'refused',
    says: 'no room for more rows',
    advice: 'give the tablespace (or the quota, or the archive area) more room, then: softcollection resume',
    retryable: false,
  },
  {
    codes: [...ora(1005, 1017, 28000, 28001, 28003, 28011), ...njs(101)],
    kind: 'refused',
    says: 'the login is refused',
    advice:
      'correct {prefix}ORACLE_USER and {prefix}ORACLE_PASSWORD, or have the account unlocked or its password renewed, then: softcollection resume',
    retryable: false,
  },
  {
    codes: [...ora(28040), ...njs(116)],
    kind: 'refused',
    says: "the account's password is stored in a form too old for this driver",
    advice: 'have the password set again (ALTER USER … IDENTIFIED BY …) with 12C verifiers allowed, then: softcollection resume',
    retryable: false,
  },
  {
    codes: ora(904, 942, 980, 1031, 1045, 1950, 4043, 4063, 41900),
    kind: 'refused',
    says: 'a table, a column or a grant is missing',
    advice: 'give the grants of docs/oracle.md, or correct the schema names, then: softcollection resume',
    retryable: false,
  },
  {
    codes: ora(69),
    kind: 'refused',
    says: 'locks on the table are switched off',
    advice: 'ALTER TABLE … ENABLE TABLE LOCK (see docs/oracle.md), then: softcollection resume',
    retryable: false,
  },
  {
    codes: ora(1, 1400, 1438, 2290, 2291, 4088, 4098, 12899, 14400, 14401, 28115),
    kind: 'refused',
    says: 'the table does not take one of the rows',
    advice: 'find the constraint, trigger, policy or missing partition in the way, have it changed, then: softcollection resume',
    retryable: false,
  },
  {
    codes: ora(376, 1157, 1502, 1578, 28365),
    kind: 'refused',
    says: 'a part of the table or of an index cannot be used',
    advice: 'the DBA has to mend it (data file, index or keystore; the alert log says which), then: softcollection resume',
    retryable: false,
  },
  {
    codes: njs(505, 506, 507, 508, 529),
    kind: 'refused',
    says: 'no trusted TLS connection comes about',
    advice: 'see to ewallet.pem in {prefix}ORACLE_WALLET_DIR and its password, and that the host in {prefix}ORACLE_CONNECT_STRING is the one in the certificate (docs/oracle.md)',
    retryable: false,
  },
  {
    codes: [...ora(12154), ...njs(512, 514, 515, 516, 517, 520, 522, 523, 524, 536)],
    kind: 'refused',
    says: 'the connection cannot be made as configured',
    advice: 'correct {prefix}ORACLE_CONNECT_STRING: a whole descriptor, or host:port/service; names of a tnsnames.ora are not known here',
    retryable: false,
  },
  {
    codes: [...ora(12599, 12650, 12660), ...njs(531, 532, 533)],
    kind: 'refused',
    says: 'the database demands native network encryption, which this driver does not speak',
    advice: 'connect by TCPS, or have SQLNET.ENCRYPTION_SERVER and SQLNET.CRYPTO_CHECKSUM_SERVER set to ACCEPTED',
    retryable: false,
  },
  {
    codes: njs(100, 138, 192),
    kind: 'refused',
    says: 'this driver does not support the database (its version or character set)',
    advice: 'Oracle 12.1 or later is needed, and a character set that node-oracledb supports in Thin mode',
    retryable: false,
  },
];
