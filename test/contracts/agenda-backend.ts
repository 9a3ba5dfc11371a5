import type {AgendaBackend} from 'agenda';
import {alarmClockContract} from './alarm-clock.ts';
import {jobRepositoryContract} from './job-repository.ts';

/** `open` gives the same jobs once more, connected, as another process would see them. */
export type BackendHarness = {
  readonly open: () => AgendaBackend;
  /** Takes the store away from all who opened it, and brings it back. */
  readonly down: () => Promise<void>;
  readonly up: () => Promise<void>;
  readonly close: () => Promise<void>;
};

/** What Agenda, and the alarm clock on it, need of a backend. */
export function agendaBackendContract(name: string, make: () => Promise<BackendHarness>): void {
  describe(`Agenda backend: ${name}`, () => {
    describe('jobs', () => jobRepositoryContract(make));
    describe('alarm clock', () => alarmClockContract(make));
  });
}
