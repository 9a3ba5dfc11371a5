import {expect} from 'chai';
import {failureName} from '../../src/application/words/names.ts';
import {sayTo} from '../../src/application/words/say-to.ts';
import {type FailureKind, type RunFailure, STAGES} from '../../src/domain/run-events.ts';
import {sampleFailure} from '../support/sample-run.ts';

const KINDS: Readonly<Record<FailureKind, readonly [what: RegExp, aid: RegExp][]>> = {
  unreachable: [
    [/: SPSS is out of reach\.$/, /^Check that the database server of SPSS works .*: network, account, disk space/],
    [
      /: нет доступа к базе данных SPSS\.$/,
      /^Проверить, что сервер базы данных SPSS работает .*: сеть, учётная запись/,
    ],
  ],
  refused: [
    [/: SPSS refuses the service\.$/, /^Ask an administrator to check the database server of SPSS: password/],
    [/: база данных SPSS отказывает сервису\.$/, /^Попросить администратора проверить сервер базы данных SPSS: пароль/],
  ],
  safety_stop: [
    [/: the safety stop fired, there are far more users than usual\.$/, /COUNT_DAY = 5–7.*run with a confirmation\.$/],
    [/: сработал предохранитель — .*больше обычного\.$/, /COUNT_DAY = 5–7.*запустить с подтверждением\.$/],
  ],
  breach: [
    [/^The rows are written, but their number .* until a person has explained/, /^Compare the tables .* Mend nothing/],
    [/^Строки записаны, но их число .* не объяснит человек\.$/, /^Сравнить таблицы .* ничего в них не исправлять\.$/],
  ],
  expired: [
    [/^The run was interrupted before its plan, and its day is over\.$/, /^Nobody was distributed for that day\./],
    [/^Запуск был прерван до составления плана, а его день уже прошёл\.$/, /^Никто за этот день не распределён\./],
  ],
  unexpected: [
    [
      /: an unforeseen error of the program\.$/,
      /^Hand the technical message below to those who maintain the service\.$/,
    ],
    [/: непредвиденная ошибка программы\.$/, /^Передать техническое сообщение ниже тем, кто сопровождает сервис\.$/],
  ],
};

describe('a failure is told', () => {
  for (const [at, language] of (['en', 'ru'] as const).entries()) {
    const {failures, names} = sayTo(language);
    const what = (more: Partial<RunFailure>) => failures.whatFailed(sampleFailure(more));
    const aid = (more: Partial<RunFailure>) => failures.firstAid(sampleFailure(more), '5–7');

    it(`with what it was and what to do first: ${language}`, () => {
      for (const [kind, expected] of Object.entries(KINDS) as [FailureKind, (typeof KINDS)[FailureKind]][]) {
        const [whatFailed, firstAid] = expected[at]!;
        expect(what({kind, database: 'spss'})).to.match(whatFailed);
        expect(aid({kind, database: 'spss'})).to.match(firstAid);
      }
    });

    it(`without the name of a database where none is known: ${language}`, () => {
      const more = {kind: 'unreachable', database: null} as const;
      const refused = {kind: 'refused', database: null} as const;
      const said = [what(more), aid(more), what(refused), aid(refused)];
      const texts = {
        en: [
          /: a database or the state store is out of reach\.$/, /^Check that the database server works/,
          /: the server refuses the service\.$/, /check the database server: password/,
        ],
        ru: [
          /: нет доступа к базе данных или к хранилищу состояния сервиса\.$/, /^Проверить, что сервер базы данных работает/,
          /: сервер отказывает сервису\.$/, /проверить сервер базы данных: пароль/,
        ],
      }; // biome-ignore format: pairs
      for (const [n, text] of texts[language].entries()) expect(said[n]).to.match(text);
    });

    it(`by the stage that it was in, each in words of its own: ${language}`, () => {
      const said = STAGES.map((stage) => what({stage}));
      expect(new Set(said).size).to.equal(STAGES.length);
      for (const text of said) expect(text).to.match(/^\p{Lu}\p{Ll}+ .*\p{L}: /u);
    });

    it(`by name, and what is none has no name: ${language}`, () => {
      for (const kind of Object.keys(KINDS))
        expect(failureName(names, kind)).to.equal(names.failures[kind as FailureKind]);
      for (const other of ['no such kind', 'toString']) expect(failureName(names, other)).to.equal(undefined);
    });

    it(`and why a run was skipped: ${language}`, () => {
      const reasons = ['no_active_campaigns', 'no_count_day_5_users', 'all_users_enrolled', 'another'];
      const said = {
        en: ['No active campaigns', 'No users with COUNT_DAY = 5–7', 'All users are distributed already', 'another'],
        ru: [
          'Нет активных кампаний',
          'Нет пользователей с COUNT_DAY = 5–7',
          'Все пользователи уже распределены',
          'another',
        ],
      };
      expect(reasons.map((reason) => names.skipReason(reason, '5–7'))).to.deep.equal(said[language]);
    });
  }
});
