import {expect} from 'chai';
import {renderText} from '../../src/adapters/mail/letter/render-text.ts';
import {writeLetter} from '../../src/adapters/mail/letter/write-letter.ts';
import {SETTINGS} from '../adapters/mail/letterhead.ts';
import {DATE, DAY_MS, makeWorld, syntheticUsers} from '../support/world.ts';

const RUN = `distribution-${DATE}`;

describe('the attempts of a date', () => {
  it('are counted, and each says what became of those before it', async () => {
    const world = makeWorld({users: 0});
    const [first] = await world.run();
    world.source.users.push(...syntheticUsers(23));
    const [second] = await world.run({}, {limits: {maxUsers: 1}});
    const [third] = await world.run();
    expect([first?.attempt, first?.earlier_attempts]).to.deep.equal([1, []]);
    const skipped = {run_id: RUN, status: 'skipped', reason: 'no_count_day_5_users'};
    expect([second?.attempt, second?.earlier_attempts]).to.deep.equal([2, [skipped]]);
    const stopped = {run_id: `${RUN}.2`, status: 'failed', reason: 'safety_stop'};
    expect(third).to.include({run_id: `${RUN}.3`, status: 'completed', attempt: 3});
    expect(third?.earlier_attempts).to.deep.equal([skipped, stopped]);

    world.clock.advance(DAY_MS);
    const [next] = await world.run({}, {next: {date: '2024-01-16' as typeof DATE, slot: null}});
    expect([next?.attempt, next?.earlier_attempts]).to.deep.equal([1, []]);
  });

  it('are named up to the latest ten', async () => {
    const world = makeWorld({users: 0});
    for (let n = 1; n <= 12; n++) await world.run();
    const [last] = await world.run();
    expect(last?.attempt).to.equal(13);
    expect(last?.earlier_attempts.map(({run_id}) => run_id)).to.deep.equal(
      Array.from({length: 10}, (_, i) => `${RUN}.${i + 3}`),
    );
  });

  it('are told in the mail', async () => {
    const world = makeWorld();
    await world.run({}, {limits: {maxUsers: 1}});
    const [first] = await world.run();
    if (!first) throw new Error('no run');
    const text = renderText(writeLetter({id: 'x', kind: 'success', report: first}, SETTINGS));
    expect(text)
      .to.contain('Попытка 2 за эту дату')
      .and.to.contain(`${RUN}: остановлен ошибкой: сработал предохранитель`);
  });
});
