import type {Notice, RunNotice} from '../../../application/ports/notifier.ts';
import {campaignBlocks} from './campaign-blocks.ts';
import {databaseBlocks} from './database-blocks.ts';
import {detailBlocks, userBlocks, warningBlocks} from './detail-blocks.ts';
import {failureBlocks} from './failure-blocks.ts';
import {type Letter, type LetterSettings, paragraph} from './letter.ts';
import {outcomeOf} from './outcome.ts';
import {writeLate, writeMissed, writeOutage} from './slot-letters.ts';

/** A notice as a letter: the outcome first, then what it means, then the figures. */
export function writeLetter(notice: Notice, settings: LetterSettings): Letter {
  switch (notice.kind) {
    case 'missed':
      return writeMissed(notice, settings);
    case 'late':
      return writeLate(notice, settings);
    case 'outage':
      return writeOutage(notice, settings);
    default:
      return writeRun(notice, settings);
  }
}

function writeRun(notice: RunNotice, settings: LetterSettings): Letter {
  const {tone, title, lead} = outcomeOf(notice, settings.countDay);
  const {report} = notice;
  return {
    tone,
    title,
    preheader: lead,
    blocks: [
      paragraph(lead),
      ...failureBlocks(notice, settings.countDay),
      ...userBlocks(report),
      ...databaseBlocks(report),
      ...campaignBlocks(report),
      ...warningBlocks(report),
      ...detailBlocks(notice, settings),
    ],
  };
}
