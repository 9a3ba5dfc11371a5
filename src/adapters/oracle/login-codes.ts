import {type KnownCodes, ora} from './known-codes.ts';

/** What codes mean while a session is being opened; those that are not here mean the same as ever. */
export const LOGIN_CODES: readonly KnownCodes[] = [
  {
    codes: [...ora(3113, 12537, 12547, 12570), 'NJS-500', 'NJS-501', 'NJS-521', 'ECONNRESET', 'EPIPE'],
    kind: 'unreachable',
    says: 'the connection was closed during the login',
    advice:
      'have the DBA look into sqlnet.ora of the database (TCP.INVITED_NODES, encryption) and the alert log, and the network between; a single time is nothing: the service tries again',
    retryable: true,
  },
  {
    codes: ora(604, 4088, 4098),
    kind: 'refused',
    says: 'a logon trigger refuses the session',
    advice:
      'have the DBA find it (DBA_TRIGGERS, TRIGGERING_EVENT LOGON) and let this user pass, then: softcollection resume',
    retryable: false,
  },
];
