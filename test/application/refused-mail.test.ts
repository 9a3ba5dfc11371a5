import {expect} from 'chai';
import {Failure} from '../../src/application/failure.ts';
import {makeServiceWorld} from '../support/service-world.ts';
import {makeWorld} from '../support/world.ts';

describe('a mail server', () => {
  /** Two runs whose mails could not be sent, and then a third call that tries them again. */
  async function triesOf(failure: Failure): Promise<number> {
    const world = makeWorld();
    const notify = () => Promise.reject(new Failure('unreachable', 'away'));
    await world.run({notify});
    await world.run({notify});
    let tries = 0;
    const again = async () => {
      tries++;
      throw failure;
    };
    await world.run({notify: again}, {next: null});
    return tries;
  }

  it('that refuses the login is tried once, not once for each mail: each would be one more towards a locked account', async () => {
    expect(await triesOf(new Failure('refused', '535 authentication failed'))).to.equal(1);
  });

  it('that cannot be reached is tried for each mail, for one may be the culprit', async () => {
    expect(await triesOf(new Failure('unreachable', 'away'))).to.equal(2);
  });

  it('that refuses the login is tried once for notices of slots too', async () => {
    const world = makeServiceWorld('2024-01-14T12:00:00Z');
    await world.start().stop();
    let tries = 0;
    const notify = async () => {
      tries++;
      throw new Failure('refused', '535 authentication failed');
    };
    for (const until of ['2024-01-15T12:00:00Z', '2024-01-16T12:00:00Z', '2024-01-16T12:00:01Z']) {
      await world.until(until);
      const service = world.start({deps: {notify}});
      await world.clock.drain();
      await service.stop();
    }
    expect(await world.missed()).to.have.length(2);
    expect(tries).to.equal(3);
  });
});
