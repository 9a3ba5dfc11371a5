import type {Notice} from '../../application/ports/notifier.ts';
import {campaignBlocks} from './campaign-blocks.ts';
import {databaseBlocks} from './database-blocks.ts';
import {detailBlocks, userBlocks, warningBlocks} from './detail-blocks.ts';
import {failureBlocks} from './failure-blocks.ts';
import {type Letter, paragraph} from './letter.ts';
import {outcomeOf} from './outcome.ts';

/** A notice as a letter: the outcome first, then what it means, then the figures. */
export function writeLetter(notice: Notice, countDay: string): Letter {
  const {tone, title, lead} = outcomeOf(notice, countDay);
  const {report} = notice;
  return {
    tone,
    title,
    preheader: lead,
    blocks: [
      paragraph(lead),
      ...failureBlocks(notice, countDay),
      ...userBlocks(report),
      ...databaseBlocks(report),
      ...campaignBlocks(report),
      ...warningBlocks(report),
      ...detailBlocks(report),
    ],
  };
}
