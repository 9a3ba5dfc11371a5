import {type KnownCodes, njs, ora} from './known-codes.ts';

// biome-ignore format: lists of codes
/** What stays until a person changes something. */
export const REFUSAL_CODES: readonly KnownCodes[] = [
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
    advice: 'have the password set again (ALTER USER … IDENTIFIED BY …) with 12C verifiers allowed and SEC_CASE_SENSITIVE_LOGON not FALSE, then: softcollection resume',
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
    codes: ora(1, 1400, 1438, 2290, 2291, 4088, 4098, 12899, 14300, 14400, 14401, 28115),
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
    advice: 'correct {prefix}ORACLE_CONNECT_STRING: a whole descriptor, host:port/service, or a name of the tnsnames.ora in the folder TNS_ADMIN',
    retryable: false,
  },
  {
    codes: [...ora(12268, 12599, 12650, 12660), ...njs(531, 532, 533)],
    kind: 'refused',
    says: 'the database demands native network encryption, which this driver does not speak',
    advice: 'set ORACLE_CLIENT_DIR to an Oracle Client (Thick mode), connect by TCPS, or have SQLNET.ENCRYPTION_SERVER and SQLNET.CRYPTO_CHECKSUM_SERVER set to ACCEPTED',
    retryable: false,
  },
  {
    codes: njs(100, 138, 192),
    kind: 'refused',
    says: 'this driver does not support the database (its version or character set)',
    advice: 'Oracle 12.1 or later is needed, and a character set that node-oracledb supports in Thin mode',
    retryable: false,
  },
  {
    codes: ora(372, 1647, 12081, 14466),
    kind: 'refused',
    says: 'the table, a partition or its tablespace is read-only',
    advice: 'have the DBA make it READ WRITE, then: softcollection resume',
    retryable: false,
  },
  {
    codes: ora(28112, 28113, 28116, 28138, 46237, 47305, 47306, 47400, 47401, 47605),
    kind: 'refused',
    says: 'a security policy (VPD, Database Vault, SQL Firewall) is in the way',
    advice: 'have whoever keeps the policies allow this user the statements of run --dry-run --sql, then: softcollection resume',
    retryable: false,
  },
  {
    codes: ora(12008, 12048),
    kind: 'refused',
    says: 'a materialized view that is refreshed at each commit fails',
    advice: 'have the DBA mend it or refresh it ON DEMAND, then: softcollection resume',
    retryable: false,
  },
  {
    codes: ora(932, 1722, 1840, 1843, 1858, 1861),
    kind: 'refused',
    says: 'a column has another type than the service expects',
    advice: 'compare the tables with docs/oracle.md (ids VARCHAR2 or CHAR, dates DATE or TIMESTAMP), then: softcollection resume',
    retryable: false,
  },
];
