import {SingleBar} from 'cli-progress';
import {counted} from '../../application/english.ts';
import type {Observe} from '../../application/events/progress.ts';
import {formatNumber, type Terminal} from './terminal.ts';

/** Draws a run's progress where a person looks; elsewhere nothing. */
export function progressBar({bar: stream}: Terminal): {observe: Observe; stop: () => void} {
  if (!stream) return {observe: () => {}, stop: () => {}};
  const bar = startBar(stream, 'initialization');
  const observe: Observe = (progress) => {
    if (progress.type === 'stage') bar.update(0, {stage: progress.stage, rows: ''});
    if (progress.type !== 'rows') return;
    const {done, total} = progress;
    bar.setTotal(total ?? 1);
    bar.update(total === null ? 0 : done, {
      rows: total === null ? counted(done, 'row') : `${formatNumber(done)} of ${counted(total, 'row')}`,
    });
  };
  return {observe, stop: () => bar.stop()};
}

/** The same for work of which only the part that is done is known. */
export function countBar({bar: stream}: Terminal, stage: string): {count: (done: number) => void; stop: () => void} {
  if (!stream) return {count: () => {}, stop: () => {}};
  const bar = startBar(stream, stage);
  return {count: (done) => bar.update(0, {rows: `${formatNumber(done)} records`}), stop: () => bar.stop()};
}

function startBar(stream: NodeJS.WriteStream, stage: string): SingleBar {
  const bar = new SingleBar({
    stream,
    hideCursor: true,
    clearOnComplete: true,
    format: '{stage} {bar} {rows}',
    barsize: 30,
    barCompleteChar: '█',
    barIncompleteChar: '░',
  });
  bar.start(1, 0, {stage, rows: ''});
  return bar;
}
