import type {CheckWords} from './check-words.ts';

const OPERATOR = 'the operator';
const MACHINE = 'whoever looks after the machine';
const DBA = 'the DBA';
const LOADER = 'whoever loads the campaigns and SC_1_120';

export const EN_CHECKS: CheckWords = {
  'SC-D01': {
    title: 'Configuration',
    means: 'The service does not start, or a setting is not what its author meant.',
    mend: 'Correct the variables; softcollection config lists them.',
    who: OPERATOR,
  },
  'SC-D02': {
    title: 'Runtime',
    means: 'Holes in Node are not closed any more, or SQLite does not work.',
    mend: 'Install a supported Node, then softcollection again.',
    who: MACHINE,
  },
  'SC-D03': {
    title: 'Time zones',
    means: 'The daily run would start at another hour, or for another date.',
    mend: 'Install a Node with newer time-zone data.',
    who: MACHINE,
  },
  'SC-D04': {
    title: 'DATA_DIR',
    means: 'The state can be lost, read by others, or not be written.',
    mend: 'Give the folder room, a local disk and no rights for other accounts.',
    who: MACHINE,
  },
  'SC-D05': {
    title: 'DSSB_APP answers',
    means: 'No run can begin.',
    mend: 'See that it is up and that this machine reaches it; softcollection config prints its address.',
    who: DBA,
  },
  'SC-D06': {
    title: 'SPSS answers',
    means: 'No run can begin, and an unfinished one stays partial.',
    mend: 'See that it is up and that this machine reaches it; softcollection config prints its address.',
    who: DBA,
  },
  'SC-D07': {
    title: 'The right database, writable',
    means: 'Rows cannot be written, or go where nobody looks.',
    mend: 'Correct the service name.',
    who: DBA,
  },
  'SC-D08': {
    title: 'Tables and columns',
    means: 'A run fails before or while it writes.',
    mend: 'Have the tables made as docs/oracle.md describes them.',
    who: DBA,
  },
  'SC-D09': {
    title: 'Grants',
    means: 'A run fails at its first refused statement; or the account may do harm that it need not be able to.',
    mend: 'Grant what is missing, revoke what is too much.',
    who: DBA,
  },
  'SC-D10': {
    title: 'Table locks',
    means: 'A run cannot write: it locks each table against rows that come twice.',
    mend: 'Enable table locks.',
    who: DBA,
  },
  'SC-D11': {
    title: 'Indexes',
    means: 'Runs read whole tables, and hold their locks the longer the more rows there are.',
    mend: 'Make the indexes.',
    who: DBA,
  },
  'SC-D12': {
    title: 'The account',
    means: 'The login is refused soon, or already; that shows at nine in the morning.',
    mend: 'Have the account unlocked or its password changed, here and there together.',
    who: DBA,
  },
  'SC-D13': {
    title: 'Clocks',
    means: 'Rows get a wrong time, campaigns begin and end on a wrong day, or the run starts at a wrong hour.',
    mend: 'Set the clocks, or the zone of the one that is wrong: NTP on every host, SCHEDULE_TIMEZONE here.',
    who: MACHINE,
  },
  'SC-D14': {
    title: 'The state store',
    means: 'Nothing is distributed without it, and what is lost of it is not known any more.',
    mend: 'See that it is up, whole and kept on more than one disk.',
    who: MACHINE,
  },
  'SC-D15': {
    title: 'What stands in the state store',
    means: 'A newer version has written it, or somebody has changed what was recorded.',
    mend: 'Run the newer version; compare with a backup.',
    who: OPERATOR,
  },
  'SC-D16': {
    title: 'The schedule',
    means: 'Nobody is distributed at the time that the configuration says.',
    mend: 'Switch the daily job on, or start the service anew.',
    who: OPERATOR,
  },
  'SC-D17': {
    title: 'What is owed',
    means: 'People still wait for rows or mails, a day was missed, or lists of people outlive their time.',
    mend: 'See docs/runbook.md.',
    who: OPERATOR,
  },
  'SC-D18': {
    title: 'Mail',
    means: 'What happens is told to nobody.',
    mend: 'See that the mail server is up and takes mail from here; softcollection mail test sends one.',
    who: 'the mail administrator',
  },
  'SC-D19': {
    title: 'Secrets and sign-in',
    means: 'Old plans cannot be checked, or nobody can sign in.',
    mend: 'Put the right secrets back; see that the provider is up.',
    who: OPERATOR,
  },
  'SC-D20': {
    title: 'What the next run would find',
    means: 'The next run would be skipped or stopped, or a campaign ends.',
    mend: 'Compare the load and the campaigns with what is meant.',
    who: LOADER,
  },
};
