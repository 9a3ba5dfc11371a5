import type {Observe} from '../events/progress.ts';
import type {Ping} from '../ports/ping.ts';

const SIGNALS: Readonly<Record<string, Parameters<Ping>[0]>> = {
  RunStarted: 'start',
  RunResumed: 'start',
  RunCompleted: 'success',
  RunSkipped: 'success',
  RunFailed: 'fail',
};

/** Pings at each beginning and end of a run. */
export function pingRun(ping: Ping): Observe {
  return (progress) => {
    if (progress.type !== 'events') return;
    for (const {type} of progress.events) {
      const signal = SIGNALS[type];
      if (signal) ping(signal, progress.head);
    }
  };
}
