import {expect} from 'chai';
import {type OldFiles, prune} from '../../src/application/state/prune.ts';
import {memorySentMails} from '../support/memory/sent-mails.ts';

const MOMENT = Date.parse('2024-02-01T00:00:00Z');
const DATES = ['2024-01-31T23:59:59.000Z', '2024-02-01T00:00:00.000Z'];
const OLD = {before: '2024-02-01T00:00:00.000Z', mails: 1, mail_files: 1, log_files: 2, bytes: 60};

/** Files of these sizes that are old at the moment; what is done is noted in `done`. */
function oldFiles(name: string, sizes: readonly number[], done: string[]): OldFiles {
  return {
    list: async (before) => (before === MOMENT ? sizes.map((bytes, n) => ({path: `${name}${n}`, bytes})) : []),
    remove: async (path) => void done.push(path),
  };
}

/** Two mails, one of them old, an old file of a mail and two old logs. */
async function given(mails = memorySentMails()) {
  const done: string[] = [];
  for (const at of DATES)
    await mails.keep({id: at, at, messageId: '', subject: '', answer: '', html: Buffer.from('x')});
  const deps = {mails, mailFiles: oldFiles('mail', [10], done), logFiles: oldFiles('log', [20, 30], done)};
  const left = async () => (await Promise.all(DATES.map(mails.find))).flatMap((mail) => mail?.at ?? []);
  return {deps, done, left};
}

describe('what is old', () => {
  it('is told first, and then goes: mails that were kept, files of mails, and logs', async () => {
    const {deps, done, left} = await given();
    const answer = await prune(deps, MOMENT, async (old) => {
      expect([old, done, await left()]).to.deep.equal([OLD, [], DATES]);
    });
    expect([answer, done]).to.deep.equal([OLD, ['mail0', 'log0', 'log1']]);
    expect(await left()).to.deep.equal(DATES.slice(1));
  });

  it('stays where it is only asked for, or where nobody could be told', async () => {
    const {deps, done, left} = await given();
    expect(await prune(deps, MOMENT, null)).to.deep.equal(OLD);
    const failed = await prune(deps, MOMENT, () => Promise.reject(new Error('the log is away'))).catch(String);
    expect([failed, done, await left()]).to.deep.equal(['Error: the log is away', [], DATES]);
  });

  it('is nothing to tell of when nothing is; one file alone is', async () => {
    const none = {list: async () => [], remove: async () => {}};
    const mails = memorySentMails();
    let told = 0;
    const record = async () => void told++;
    await prune({mails, mailFiles: none, logFiles: none}, MOMENT, record);
    expect(told).to.equal(0);
    const one = oldFiles('x', [1], []);
    await prune({mails, mailFiles: one, logFiles: none}, MOMENT, record);
    await prune({mails, mailFiles: none, logFiles: one}, MOMENT, record);
    await prune({mails, mailFiles: one, logFiles: one}, MOMENT, record);
    expect(told).to.equal(3);
    const {deps} = await given();
    await prune({...deps, mailFiles: none, logFiles: none}, MOMENT, record);
    await prune({...deps, logFiles: none}, MOMENT + 1_000, record);
    expect(told).to.equal(5);
  });
});
