import type {Notice, RunNotice} from '../../../application/ports/notifier.ts';
import {balanceBlocks} from './balance-blocks.ts';
import {campaignBlocks} from './campaign-blocks.ts';
import {databaseBlocks} from './database-blocks.ts';
import {attemptBlocks, carryOverBlocks, detailBlocks, userBlocks, warningBlocks} from './detail-blocks.ts';
import {differenceBlocks} from './difference-blocks.ts';
import {failureBlocks} from './failure-blocks.ts';
import {facts, heading, type Letter, type LetterSettings, paragraph} from './letter.ts';
import {outcomeOf} from './outcome.ts';
import {writeLate, writeMissed, writeOutage} from './slot-letters.ts';

/** How much of what may be long is shown; the attachment has all of it. */
export type Room = {readonly campaigns: number; readonly warnings: number};

export const ALL_ROOM: Room = {campaigns: 100, warnings: 20};

/** A notice as a letter: the outcome first, then what it means, then the figures. */
export function writeLetter(notice: Notice, settings: LetterSettings, room = ALL_ROOM): Letter {
  const letter = write(notice, settings, room);
  const {instanceName, contacts} = settings;
  const isUrgent = letter.tone === 'bad' || letter.tone === 'warning';
  return {
    ...letter,
    blocks: [
      ...letter.blocks,
      ...(isUrgent && contacts.length > 0 ? [heading('Экстренные контакты'), facts(contacts)] : []),
      ...(instanceName === null ? [] : [paragraph(`Установка: ${instanceName}`)]),
    ],
  };
}

function write(notice: Notice, settings: LetterSettings, room: Room): Letter {
  switch (notice.kind) {
    case 'missed':
      return writeMissed(notice, settings);
    case 'late':
      return writeLate(notice, settings);
    case 'outage':
      return writeOutage(notice, settings);
    case 'tables_differ':
      return writeDifferences(notice, settings, room);
    default:
      return writeRun(notice, settings, room);
  }
}

/** Nothing of the run itself, which has a mail of its own. */
function writeDifferences(notice: RunNotice, settings: LetterSettings, room: Room): Letter {
  const {tone, title, lead} = outcomeOf(notice, settings.countDay);
  const blocks = [...differenceBlocks(notice.report, room.warnings), ...detailBlocks(notice, settings)];
  return {tone, title, preheader: lead, blocks: [paragraph(lead), ...blocks]};
}

function writeRun(notice: RunNotice, settings: LetterSettings, room: Room): Letter {
  const {tone, title, lead} = outcomeOf(notice, settings.countDay);
  const {report} = notice;
  return {
    tone,
    title,
    preheader: lead,
    blocks: [
      paragraph(lead),
      ...attemptBlocks(report, settings.countDay),
      ...failureBlocks(notice, settings.countDay),
      ...userBlocks(report),
      ...carryOverBlocks(report),
      ...databaseBlocks(report),
      ...campaignBlocks(report, room.campaigns),
      ...balanceBlocks(report, room.campaigns),
      ...warningBlocks(report, room.warnings),
      ...detailBlocks(notice, settings),
    ],
  };
}
