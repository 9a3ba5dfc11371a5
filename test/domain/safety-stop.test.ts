import {expect} from 'chai';
import {malformedStop, safetyStop} from '../../src/domain/safety-stop.ts';
import {NO_USERS} from '../../src/domain/user-intake.ts';

const limits = {maxUsers: 200_000};
const stops = (users: number, recent: number[], maxUsers = 200_000) => safetyStop(users, {maxUsers}, recent) !== null;

describe('safety stop', () => {
  it('stops more than MAX_USERS, and names the limit', () => {
    expect(safetyStop(200_001, limits, [])).to.equal('200001 users are more than MAX_USERS=200000');
    expect(safetyStop(200_000, limits, [])).to.equal(null);
  });

  it('stops more than ten times the median of the completed runs, and names both', () => {
    const why = safetyStop(1_001, limits, [100, 100, 100]);
    expect(why).to.include('1001').and.include('median (100)').and.include('last 3 ');
    expect(stops(1_000, [100, 100, 100])).to.equal(false);
  });

  it('takes the median, not the mean, whatever order the runs have', () => {
    expect(stops(1_001, [10_000, 100, 1])).to.equal(true);
    expect([stops(1_000, [1, 10_000, 100]), stops(1_001, [1, 10_000, 100])]).to.deep.equal([false, true]);
    expect(stops(101, [9, 10, 100])).to.equal(true);
    expect(stops(101, [100, 11, 9])).to.equal(false);
  });

  it('takes the mean of the middle two of an even number', () => {
    expect(stops(2_000, [100, 300])).to.equal(false);
    expect(stops(2_001, [300, 100])).to.equal(true);
  });

  it('looks at the last seven runs only', () => {
    const recent = [100, 100, 100, 100, 1, 1, 1];
    expect(stops(1_000, [...recent, 1, 1, 1])).to.equal(false);
    expect(stops(1_001, [...recent, 9_000, 9_000, 9_000])).to.equal(true);
  });

  it('lets the very first run pass up to the limit', () => {
    expect(stops(200_000, [])).to.equal(false);
    expect(stops(6, [], 5)).to.equal(true);
  });

  it('leaves the list of runs as it was', () => {
    const recent = [3, 1, 2];
    safetyStop(5, limits, recent);
    expect(recent).to.deep.equal([3, 1, 2]);
  });
});

describe('the stop for malformed ids', () => {
  const stops = (found: number, malformed: number, distributed = found - malformed) =>
    malformedStop({...NO_USERS, found, malformed, distributed}) !== null;

  it('stops more than 1 % that are more than ten', () => {
    expect([stops(1_000, 11), stops(999, 10), stops(1_100, 11), stops(1_099, 11), stops(20, 11)]).to.deep.equal([
      true, false, false, true, true,
    ]); // biome-ignore format: one line of answers
  });

  it('stops when nobody else is left, however few they are', () => {
    expect([stops(1, 1), stops(3, 1, 0), stops(2, 0, 0), stops(0, 0)]).to.deep.equal([true, true, false, false]);
  });

  it('says how many there are', () => {
    expect(malformedStop({...NO_USERS, found: 200, malformed: 199, distributed: 1})).to.include('199 of 200');
  });
});
