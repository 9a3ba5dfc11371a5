import type {Progress} from '../../application/events/progress.ts';
import type {FailureData} from '../../application/failure.ts';

/** What a thread offers, by name: functions of one value. Values and answers are plain data. */
export type Functions = Readonly<Record<string, (given: never) => Promise<unknown>>>;
export type Given<Offered extends Functions, Name extends keyof Offered> = Parameters<Offered[Name]>[0];
export type Answer<Offered extends Functions, Name extends keyof Offered> = Awaited<ReturnType<Offered[Name]>>;

/** `stop`: what is under way is to end in good order. `end`: the thread is to close what it opened, and exit. */
export type ToThread =
  | {readonly type: 'call'; readonly id: number; readonly name: string; readonly given: unknown}
  | {readonly type: 'stop'}
  | {readonly type: 'end'};

export type FromThread =
  | {readonly type: 'progress'; readonly progress: Progress}
  | {readonly type: 'answer'; readonly id: number; readonly answer: unknown}
  | {readonly type: 'failure'; readonly id: number; readonly failure: FailureData};
