import {fill} from './filled.ts';
import type {Installation} from './installation.ts';
import {change} from './installed-rows.ts';
import {sampleUsers, writeCsv} from './sample-csv.ts';

type Command = Installation['run'] | Installation['here'];

/** The campaign that is open after `endCampaigns`. */
export const NEW_CAMPAIGN = 'SC00000011';

/**
 * A run deals 400 people to two campaigns; then these end, another one begins, and 100 people more come to its source.
 * `by: at.run` with the real command.
 */
export async function endCampaigns(at: Installation, by: Command = at.here): Promise<void> {
  await fill(at, {people: 400, campaigns: 2});
  await expectDone(by, 'run');
  change(at, 'SoftCollection_theories', "UPDATE SoftCollection_theories SET THEORY_END_DATE = '2021-01-01'");
  const heads = ['THEORY_ID', 'THEORY_NAME', 'THEORY_START_DATE', 'THEORY_END_DATE'];
  at.write('campaign.csv', writeCsv([heads, [NEW_CAMPAIGN, 'Новая', '2020-01-01', '2099-12-31 23:59:59']]));
  at.write('more.csv', writeCsv(sampleUsers(100, 2).rows));
  await expectDone(by, ['import', 'campaigns', at.inFolder('campaign.csv')]);
  await expectDone(by, ['import', 'users', at.inFolder('more.csv')]);
}

async function expectDone(by: Command, words: string | readonly string[]): Promise<void> {
  const {code, err} = await by(words);
  if (code !== 0) throw new Error(`${words} ended with ${code}: ${err}`);
}
