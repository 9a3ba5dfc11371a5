import {parentPort, workerData} from 'node:worker_threads';
import type {Container} from 'inversify';
import {type PageRequest, pageRuns} from '../application/events/page-runs.ts';
import {runEvents, showRun} from '../application/events/query-runs.ts';
import {readFigures} from '../application/events/run-figures.ts';
import {asFailure, type Failure} from '../application/failure.ts';
import {previewDistribution} from '../application/run/preview.ts';
import {verifyDate} from '../application/verify/verify-date.ts';
import type {BusinessDate, RunId} from '../domain/ids.ts';
import type {Config} from './config/config-types.ts';
import {closeContainer, createContainer} from './container.ts';
import {TOKENS as T} from './tokens.ts';

const SAMPLE = 10;

/** What takes long to answer, by name. */
const ANSWERS = {
  preview: ({container, config}: Asked, date: BusinessDate) => {
    const {countDay, maxUsers} = config;
    const request = {date, countDay, limits: {maxUsers}, sample: SAMPLE};
    return previewDistribution(container.get(T.runDeps), request, () => {});
  },
  verifyDate: ({container}: Asked, date: BusinessDate) => verifyDate(container.get(T.runDeps), date),
  pageRuns: ({container}: Asked, page: PageRequest) => pageRuns(container.get(T.events), page),
  showRun: ({container}: Asked, id: RunId) => showRun(container.get(T.events), id),
  runEvents: ({container}: Asked, asked: {id: RunId; showSeed: boolean}) =>
    runEvents(container.get(T.events), asked.id, asked),
  figures: ({container}: Asked, _: null) => readFigures(container.get(T.events)),
};

type Asked = {readonly container: Container; readonly config: Config};
export type Questions = {readonly [Name in keyof typeof ANSWERS]: Parameters<(typeof ANSWERS)[Name]>[1]};
export type Answers = {readonly [Name in keyof typeof ANSWERS]: Awaited<ReturnType<(typeof ANSWERS)[Name]>>};

/** What the thread is told: a question, or null to end. */
export type Question = {readonly id: number; readonly name: keyof Questions; readonly given: unknown} | null;
export type Reply = {readonly id: number} & (
  | {readonly answer: unknown}
  | {readonly failure: Pick<Failure, 'kind' | 'message' | 'advice' | 'database'>}
);

/** The thread's life: answers questions, several at a time, until it is told to end. */
function main(port: NonNullable<typeof parentPort>): void {
  const config = workerData as Config;
  const container = createContainer(config, {onWait: () => {}, stopping: new AbortController().signal});
  port.on('message', async (question: Question) => {
    if (question === null) {
      await closeContainer(container);
      // Ends this thread alone, whatever a driver may have left open in it.
      return process.exit();
    }
    const {id, name, given} = question;
    try {
      const answer = await ANSWERS[name]({container, config}, given as never);
      port.postMessage({id, answer} satisfies Reply);
    } catch (error) {
      const {kind, message, advice, database} = asFailure(error);
      port.postMessage({id, failure: {kind, message, advice, database}} satisfies Reply);
    }
  });
}

if (parentPort) main(parentPort);
