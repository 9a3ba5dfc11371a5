import {expect} from 'chai';
import {listRegistrations, registerCampaign} from '../../src/application/run/register-campaign.ts';
import {verifyChain} from '../../src/application/verify/verify-chain.ts';
import type {BusinessDate} from '../../src/domain/ids.ts';
import {DAY_MS, makeWorld, syntheticUsers, type World} from '../support/world.ts';

const CAMPAIGN = 'SC00000001';

const say = (world: World, text: string, campaign = CAMPAIGN) =>
  registerCampaign(world.deps, {
    ...world.request,
    campaign,
    text,
    sha256: `hash of ${text}`,
  });

describe('a registration of a campaign', () => {
  it('is late once somebody was dealt to the campaign, and every version is kept', async () => {
    const world = makeWorld();
    expect(await say(world, 'first')).to.include({campaign: CAMPAIGN, version: 1, late: false, text: 'first'});
    expect((await say(world, 'second', `${CAMPAIGN}.3`)).version).to.equal(2);
    await world.run();
    expect(await say(world, 'third')).to.include({version: 3, late: true});
    expect((await say(world, 'other', 'SC00000009')).late).to.equal(false);
    const versions = await listRegistrations(world.deps.events, CAMPAIGN);
    expect(versions.map(({version, text, late}) => [version, text, late])).to.deep.equal([
      [1, 'first', false],
      [2, 'second', false],
      [3, 'third', true],
    ]);
    const checks = await verifyChain(world.deps, null);
    expect(checks.filter(({ok}) => !ok)).to.deep.equal([]);
  });

  it('said again changes nothing, and an earlier text is a new version', async () => {
    const world = makeWorld();
    const first = await say(world, 'text');
    await world.run();
    expect(await say(world, 'text')).to.deep.equal(first);
    await say(world, 'changed');
    expect(await say(world, 'text')).to.include({version: 3, late: true});
  });

  it('stays when the tables differ, and leaves what was told of them', async () => {
    const world = makeWorld();
    await world.run();
    await say(world, 'text');
    world.tables.get('SC_local_control')!.splice(0, 1);
    for (const [from, date] of [
      [500, '2024-01-16'],
      [600, '2024-01-17'],
    ] as const) {
      world.clock.advance(DAY_MS);
      world.source.users = syntheticUsers(10, from);
      await world.run({}, {next: {date: date as BusinessDate, slot: null}});
      await say(world, 'text');
    }
    const types = (await world.deps.events.read(`campaign-${CAMPAIGN}`)).map(({type}) => type);
    expect(types.filter((type) => type === 'CampaignRegistered')).to.have.length(1);
    expect(types.filter((type) => type === 'TablesDiffer')).to.have.length(1);
  });

  it('is refused without a text, with what looks like an id, for no campaign, and while a run goes on', async () => {
    const world = makeWorld();
    const refused = (text: string, campaign?: string) =>
      say(world, text, campaign).catch(({kind, message}) => `${kind}: ${message}`);
    expect(await refused(' \n')).to.equal('usage: the file has no text');
    expect(await refused('people such as 990990000001')).to.equal(
      'usage: the text has what looks like the id of a person',
    );
    expect(await refused('text', 'nonsense')).to.equal('usage: nonsense is no campaign');
    await world.deps.lease.acquire('another', 60_000);
    expect(await refused('text')).to.equal('fenced: another run is active: another');
    expect(await listRegistrations(world.deps.events, CAMPAIGN)).to.deep.equal([]);
  });
});
