import {type KnownCodes, njs, ora} from './known-codes.ts';

// biome-ignore format: lists of codes
/** What passes by itself, sooner or later. */
export const PASSING_CODES: readonly KnownCodes[] = [
  {
    codes: [
      ...ora(22, 28, 600, 602, 603, 609, 1012, 1041, 1043, 1092, 2396, 2399, 3113, 3114, 3122, 3135),
      ...ora(12153, 12537, 12547, 12569, 12570, 12571, 12583, 25401, 25402, 25408),
      ...njs(3, 500, 501, 509, 521),
      ...['DPI-1010', 'DPI-1080'],
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
    codes: [...njs(123), 'DPI-1067', ...ora(40, 1013)],
    kind: 'unreachable',
    says: 'no answer in time',
    advice: 'see what the session waits for (V$SESSION, module softcollection), or set ORACLE_CALL_TIMEOUT higher',
    retryable: true,
  },
  {
    codes: ora(51, 54, 60, 2049, 4020, 4021, 30006),
    kind: 'unreachable',
    says: 'another session holds the table',
    advice: 'find the session that holds the lock (docs/oracle.md has the query), or set LOCK_WAIT higher',
    retryable: true,
  },
  {
    codes: ora(1410, 1466, 1555, 8103, 8177),
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
    codes: ora(41, 2392, 2393, 2394, 2395, 7455, 56720, 56722, 56733, 56735),
    kind: 'unreachable',
    says: "a limit of the user's profile or of the Resource Manager ended it",
    advice: 'have the DBA raise the limit for this user (DBA_PROFILES, DBA_RSRC_CONSUMER_GROUP_PRIVS), or move other load away from that time',
    retryable: true,
  },
  {
    codes: ora(1591),
    kind: 'unreachable',
    says: 'an in-doubt distributed transaction holds rows',
    advice: 'have the DBA end it (DBA_2PC_PENDING, COMMIT FORCE or ROLLBACK FORCE) if it does not end by itself',
    retryable: true,
  },
  {
    codes: ora(3150, 4061, 4065, 4068, 12805),
    kind: 'unreachable',
    says: 'the database broke the statement off',
    advice: 'the service tries again by itself; if it lasts, have the DBA look for what was changed or has died (alert log)',
    retryable: true,
  },
];
