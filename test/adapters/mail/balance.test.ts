import {expect} from 'chai';
import {balanceBlocks} from '../../../src/adapters/mail/letter/balance-blocks.ts';
import {carryOverBlocks} from '../../../src/adapters/mail/letter/detail-blocks.ts';
import {planned, report, started} from '../../../src/adapters/mail/sample/sample-events.ts';

const BALANCE = {
  ...{people: 5000, strata: 8, difference: 0.0016, stratum: 'female / 1980s', groups: ['B', 'D'] as const},
  ...{by_chance: 0.123, off_ideal: 1.75},
};

describe('the balance in a mail', () => {
  const run = report([started, planned(['one', 'two', 'three'])]);
  const of = (balances: readonly object[], most = 9) =>
    balanceBlocks({...run, campaigns: run.campaigns.map((it, i) => ({...it, ...balances[i]}))}, most);

  it('is a line a campaign: the largest difference with its stratum and groups, beside what chance would give', () => {
    const blocks = of([{balance: BALANCE}, {balance: BALANCE}, {balance: BALANCE}], 2);
    expect(blocks.at(-1)).to.deep.equal({
      type: 'facts',
      rows: ['SC00000001', 'SC00000002'].map((id) => [
        id,
        '0,0016 — «female / 1980s», группы B и D; по случаю до 0,123; от идеала не дальше 1,8 чел.',
      ]),
    });
  });

  it('is left out where people differ in nothing, and of runs that did not count', () => {
    expect(of([{}, {balance: {...BALANCE, strata: 1}}, {}])).to.deep.equal([]);
  });
});

describe('carry-over in a mail', () => {
  const of = (people: number) =>
    carryOverBlocks({...report([started, planned()]), carry_over: {days: 90, people, campaigns: 2}});

  it('is one sentence, and left out when nobody was in a campaign before or nobody looked', () => {
    const text = 'Раньше в других кампаниях: 12 пользователей, 2 кампании. Учтены закончившиеся за последние 90 дней.';
    expect(of(12)).to.deep.equal([{type: 'paragraph', text}]);
    expect(of(0)).to.deep.equal([]);
    expect(carryOverBlocks(report([started, planned()]))).to.deep.equal([]);
  });
});
