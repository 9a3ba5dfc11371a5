import {expect} from 'chai';
import {SAMPLE_NOTICES, success} from '../../src/adapters/mail/sample/sample-notices.ts';
import {Failure} from '../../src/application/failure.ts';
import type {Notifier} from '../../src/application/ports/notifier.ts';

export type NotifierHarness = {
  readonly notifier: Notifier;
  /** How many messages have reached people so far. */
  readonly told: () => number | Promise<number>;
  /** From now on nobody can be told, until it is mended. */
  readonly breakDown: () => Promise<unknown>;
  readonly mend: () => Promise<unknown>;
  readonly close: () => Promise<unknown>;
};

/** What every way to tell people promises. */
export function notifierContract(name: string, make: () => Promise<NotifierHarness>): void {
  describe(`notifier: ${name}`, () => {
    let harness: NotifierHarness;
    beforeEach(async () => {
      harness = await make();
    });
    afterEach(() => harness.close());

    it('tells of each kind of notice, once', async () => {
      const notices = Object.values(SAMPLE_NOTICES);
      for (const [i, notice] of notices.entries()) await harness.notifier({...notice, id: `${notice.id}-${i}`});
      expect(await harness.told()).to.equal(notices.length);
    });

    it('tells nobody when those that are still to be told get no mail any more', async () => {
      await harness.notifier({...success(), pending: ['gone@example.com']});
      expect(await harness.told()).to.equal(0);
    });

    it('throws a Failure while nobody can be told, and tells when it is tried again', async () => {
      await harness.breakDown();
      expect(await harness.notifier(success()).catch((error) => error)).to.be.instanceOf(Failure);
      await harness.mend();
      expect(await harness.told()).to.equal(0);
      await harness.notifier(success());
      expect(await harness.told()).to.equal(1);
    });
  });
}
