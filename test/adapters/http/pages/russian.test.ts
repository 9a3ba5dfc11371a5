import {expect} from 'chai';
import {Failure} from '../../../../src/application/failure.ts';
import {type HttpWorld, serveWorld} from '../../../support/http-world.ts';
import {EIGHT_DAYS} from '../../../support/sample-day.ts';
import {DATE} from '../../../support/world.ts';

/** Names that are the same in every language: of the product, tables, columns, hosts, formats, people and ids. */
const NAMES = new RegExp(
  [
    /softcollection|TEST|English|API|CSV|JSONL?|JavaScript|Asia\/Almaty|MAX_USERS|COUNT_DAY|THEORY_ID|SYSDATE/,
    /DSSB_APP|SPSS|dssb-db1|spss-db1|SC_\w+|SC\d{8}(\.\d)?|SC-D\d\d|Campaign \d+/,
    /distribution-[\d-]+(\.\d)?|somebody|test|[0-9a-f]{8}-[0-9a-f-]{27}/,
  ]
    .map(({source}) => source)
    .join('|'),
  'g',
);

/** What a reader gets, labels and titles included; but not what stands there as code or as words of programs. */
function readable(html: string): string {
  const body = html.replace(/^.*<body/s, '<body').replace(/<(code|samp)[^>]*>.*?<\/\1>/gs, ' ');
  const said = [...body.matchAll(/(?:aria-label|title|data-stale|data-changed|data-failed|data-wrong)="([^"]*)"/g)];
  return [body.replace(/<[^>]*>/g, ' '), ...said.map(([, text]) => text)].join(' ').replace(/&\w+;/g, ' ');
}

function foreignWords(html: string): string[] {
  const words =
    readable(html)
      .replace(NAMES, ' ')
      .match(/[A-Za-z][\w'’-]*/g) ?? [];
  return words.filter((word) => !/^[A-E]$/.test(word));
}

async function foreignOn(served: HttpWorld, paths: readonly string[], as: 'admin' | null = 'admin') {
  const found: Record<string, string[]> = {};
  for (const path of paths) {
    const authorization: Record<string, string> = as ? {Authorization: `Bearer ${served.tokens[as]}`} : {};
    const answer = await fetch(served.address + path, {headers: {Accept: 'text/html', ...authorization}});
    const words = foreignWords(await answer.text());
    if (words.length > 0) found[path] = words;
  }
  return found;
}

describe('pages in Russian have no English words', () => {
  const away = new Failure('unreachable', 'ORA-12541: no listener', {database: 'spss'});
  const run = `/runs/distribution-${DATE}`;

  it('on any view', async () => {
    const served = await serveWorld();
    await served.world.run();
    await served.world.run();
    const views = [
      '/',
      '/history',
      '/preview',
      run,
      `${run}.2`,
      `${run}?verify=now`,
      '/audit',
      '/campaigns',
      '/campaigns/SC00000001',
      `/days/${DATE}`,
      '/nope',
      '/history?to=x',
    ];
    expect(await foreignOn(served, [...views, '/sign-in'])).to.deep.equal({});
    await served.close();
  });

  for (const [state, day] of Object.entries(EIGHT_DAYS))
    it(`on a day that is ${state}`, async () => {
      const served = await serveWorld({services: {listDays: async () => [day], today: () => day.date}});
      expect(await foreignOn(served, ['/', '/history'])).to.deep.equal({});
      await served.close();
    });

  it('of a run that failed, and of one that owes rows', async () => {
    for (const database of ['dssb_app', 'spss'] as const) {
      const served = await serveWorld();
      const {tables} = served.world.deps;
      const broken = {...tables[database], lock: () => Promise.reject(away)};
      await served.world.run({tables: {...tables, [database]: broken}});
      expect(await foreignOn(served, ['/', run])).to.deep.equal({});
      await served.close();
    }
  });

  it('which this test would find', () => {
    expect(foreignWords('<body><p title="late">в SPSS out of reach <code>softcollection run</code></p>')).to.deep.equal(
      ['out', 'of', 'reach', 'late'],
    );
  });
});
