import {expect} from 'chai';
import {previewDistribution} from '../../src/application/run/preview.ts';
import {formatsOf} from '../../src/application/words/formats.ts';
import {sayPoints, saySize} from '../../src/application/words/say-size.ts';
import {sayTo} from '../../src/application/words/say-to.ts';
import type {BusinessDate, WallTime} from '../../src/domain/ids.ts';
import {DATE, DAY_MS, makeWorld, syntheticUsers} from '../support/world.ts';

describe('the size that a preview says', () => {
  it('goes by what earlier runs dealt, what this one deals, and the days until the end', async () => {
    const world = makeWorld({users: 23, campaigns: 1});
    await world.run();
    world.clock.advance(DAY_MS);
    world.source.users = syntheticUsers(50, 500);
    world.source.theories = world.source.theories.map((row) => ({...row, endDate: '2024-01-25 00:00:00' as WallTime}));
    const request = {...world.request, date: '2024-01-16' as BusinessDate, baselineRate: 0.2};
    const {campaigns} = await previewDistribution(world.deps, request, () => {});
    expect(campaigns[0]?.size).to.deep.include({runs: 9, group: 14 + 8 * 10});
    expect(campaigns[0]?.size.detectable?.one).to.be.closeTo(0.1635, 0.0001);
  });

  it('is said in each language, with differences only for a rate', async () => {
    const world = makeWorld({users: 23, campaigns: 1});
    const said = async (language: 'ru' | 'en', baselineRate: number | null) => {
      const {campaigns} = await previewDistribution(world.deps, {...world.request, date: DATE, baselineRate}, () => {});
      return saySize(sayTo(language).page, formatsOf(language, 'UTC'), campaigns[0]!.size);
    };
    expect(await said('en', null)).to.equal(
      'With as many people every day: at least 1,614 in a group at the campaign’s end, after 351 runs with this one.',
    );
    expect(await said('ru', 0.2)).to.match(
      /не меньше 1\s614 в группе; запусков, считая этот: 351\. При доле 20\s% .* от 3,9 п\. п\. .* от 4,7 п\. п\./,
    );
  });

  it('names no difference that there cannot be', () => {
    const said = (part: number) => sayPoints(sayTo('en').page.preview, formatsOf('en', 'UTC'), part, 0.2);
    expect([0.038, 0.8, 0.8001, 1.6].map(said)).to.deep.equal(['3.8 pp', '80 pp', '> 80 pp', '> 80 pp']);
  });
});
