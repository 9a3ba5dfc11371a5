import {expect} from 'chai';
import {exitOfChecks} from '../../src/adapters/cli/exit-codes.ts';
import type {CheckSources} from '../../src/application/checks/check-sources.ts';
import {listChecks} from '../../src/application/checks/list-checks.ts';
import {parseCheckIds, runChecks} from '../../src/application/checks/run-checks.ts';
import {Failure} from '../../src/application/failure.ts';
import {CHECK_IDS, type CheckResult} from '../../src/application/ports/check-result.ts';
import {healthySources} from '../support/healthy-sources.ts';
import {ago, FAULTS, gone, missing, never} from '../support/planted-faults.ts';

const ALL = {only: [], skip: [], accepted: [], longestMs: 5_000};
const statesOf = (results: readonly CheckResult[]) =>
  Object.fromEntries(results.filter(({state}) => state !== 'ok').map(({id, state}) => [id, state]));

describe('the checks of doctor', () => {
  it('are all fine where all is well', async () => {
    const {sources} = await healthySources();
    const results = await runChecks(listChecks(sources), sources.clock, ALL);
    expect(results.map(({id}) => id)).to.deep.equal([...CHECK_IDS]);
    expect(statesOf(results)).to.deep.equal({});
    expect(exitOfChecks(results, true)).to.equal(0);
  });

  for (const [what, expected, found, plant] of FAULTS)
    it(`name ${what}, and nothing else`, async () => {
      const fixture = await healthySources();
      const sources = {...fixture.sources, ...(await plant(fixture))};
      const results = await runChecks(listChecks(sources), sources.clock, ALL);
      expect(statesOf(results)).to.deep.equal(expected);
      const [first] = Object.keys(expected);
      expect(results.find(({id}) => id === first)?.found).to.match(found);
    });

  it('complain of no day that a person had switched off', async () => {
    const fixture = await healthySources();
    const sources = await missing(fixture, ago(2), 'switched_off');
    expect(statesOf(await runChecks(listChecks(sources), sources.clock, ALL))).to.deep.equal({});
  });

  it('plant a fault for each of them', () => {
    const planted = FAULTS.flatMap(([, expected]) => Object.keys(expected));
    expect([...new Set(planted)].sort()).to.deep.equal([...CHECK_IDS]);
  });

  it('go on where one breaks, and end where one hangs', async () => {
    const {sources} = await healthySources();
    const broken = {
      ...listChecks(sources),
      'SC-D04': async () => {
        throw new Error('boom of 990990000001');
      },
      'SC-D18': never,
    };
    const results = await runChecks(broken, sources.clock, {...ALL, longestMs: 200});
    expect(statesOf(results)).to.deep.equal({'SC-D04': 'unknown', 'SC-D18': 'unknown'});
    expect(JSON.stringify(results)).not.to.include('990990000001');
    expect(exitOfChecks(results, false)).to.equal(4);
  });

  it('are chosen by id, and what is accepted changes no exit code', async () => {
    const {sources} = await healthySources();
    const checks = listChecks({...sources, mail: gone, machine: () => ({...sources.machine(), node: '20.20.2'})});
    const only = await runChecks(checks, sources.clock, {...ALL, only: parseCheckIds('d02, SC-D05'), skip: ['SC-D05']});
    expect(only.map(({id}) => id)).to.deep.equal(['SC-D02']);
    expect([exitOfChecks(only, false), exitOfChecks(only, true)]).to.deep.equal([0, 1]);
    const whole = await runChecks(checks, sources.clock, {...ALL, accepted: ['SC-D18', 'SC-D02', 'SC-D03']});
    expect(whole.filter(({isAccepted}) => isAccepted).map(({id}) => id)).to.deep.equal(['SC-D02', 'SC-D18']);
    expect(exitOfChecks(whole, true)).to.equal(0);
    expect(() => parseCheckIds('D21')).to.throw(Failure, 'there is no check "D21"');
  });

  it('end with what was found before what could not be asked', async () => {
    const {sources} = await healthySources();
    const codeOf = async (change: Partial<CheckSources>) =>
      exitOfChecks(await runChecks(listChecks({...sources, ...change}), sources.clock, ALL), false);
    const full = {folder: async () => ({...(await sources.folder()), isWritable: false})};
    const faulty = {configuration: {faults: ['PORT'], warnings: [], summary: ''}};
    expect(await codeOf({mail: gone})).to.equal(4);
    expect(await codeOf({mail: gone, ...full})).to.equal(1);
    expect(await codeOf({mail: gone, ...full, ...faulty})).to.equal(3);
  });
});
