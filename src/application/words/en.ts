import {plural} from '../english.ts';
import type {Words} from './words.ts';

export const EN: Words = {
  warnings: {
    bad_theory_id: ({theoryId}) =>
      `THEORY_ID ${JSON.stringify(theoryId)} is not of the form SC00000001 or SC00000001.1: skipped`,
    no_dates: ({theoryId}) => `${theoryId} has no start or no end: skipped`,
    ends_before_start: ({theoryId, startDate, endDate}) =>
      `${theoryId} ends (${endDate}) before it starts (${startDate}): skipped`,
    ended_today: ({theoryId}) =>
      `${theoryId} ended today at 00:00: an end without a time is the midnight that the day begins with`,
    malformed_ids: ({rows, short}) =>
      `${rows} ${plural(rows, 'id looks spoilt and was not dealt', 'ids look spoilt and were not dealt')}${short > 0 ? `, ${short} of them with fewer digits than most` : ''}`,
    enrolled_without_row: ({people}) =>
      `${people} ${plural(people, 'of those enrolled has', 'of those enrolled have')} no row any more: it was removed from the tables, and they are not dealt again`,
    earlier_difference: ({theoryId, dssb, spss}) =>
      `${theoryId}: from before this run ${dssb} ${plural(dssb, 'row')} in DSSB and ${spss} in SPSS`,
    late_load: ({due}) => `the load was late: at ${due} there was nobody to distribute`,
    password_expires: ({database, days}) =>
      `the password for ${database} expires${days === null ? ' soon' : ` in ${days} ${plural(days, 'day')}`}: after that every login is refused`,
    lost_letters: ({database, letters}) =>
      `${database} cannot hold the letters ${letters} of TAB1–TAB5: its character set puts others in their place`,
    tables_differ: ({theoryId, table, expected, found}) =>
      `${theoryId}: ${found} ${plural(found, 'row')} in ${table} where all runs make ${expected}: ${
        found < expected
          ? `${expected - found} ${plural(expected - found, 'is', 'are')} missing`
          : `${found - expected} too many`
      }`,
    losses_differ: ({theoryId, lost}) =>
      `${theoryId}: its groups A–E have lost ${lost.join(', ')} rows, which chance alone makes of equal losses once in 1,000 campaigns: a treatment may be the cause, or somebody removes rows of certain groups`,
    many_strata: ({strata, people}) =>
      `STRATIFY_BY makes ${strata} ${plural(strata, 'stratum', 'strata')} for ${people} ${plural(people, 'person', 'people')} of a campaign: fewer than five to a stratum cannot be spread evenly`,
    text: ({text}) => text,
  },
};
