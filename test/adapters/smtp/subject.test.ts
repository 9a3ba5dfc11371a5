import {expect} from 'chai';
import {subjectOf} from '../../../src/adapters/smtp/subject.ts';
import type {Notice} from '../../../src/application/ports/notifier.ts';
import {STAGES} from '../../../src/domain/run-events.ts';
import {failed, NOTICES, notice, planned, skipped, started} from './notices.ts';

const SUBJECTS: Record<string, string> = {
  success: '✅ SoftCollection: Ежедневная дистрибуция завершена - 5000 пользователей распределено',
  'skipped, no campaigns': '⏭️ SoftCollection: Ежедневная дистрибуция пропущена - Нет активных кампаний',
  'skipped, no users': '⏭️ SoftCollection: Ежедневная дистрибуция пропущена - Нет пользователей с COUNT_DAY = 5',
  'skipped, all enrolled': '⏭️ SoftCollection: Ежедневная дистрибуция пропущена - Все пользователи уже распределены',
  'error before the plan': '❌ SoftCollection: Ошибка ежедневной дистрибуции - getting_spss_users',
  'error after the plan': '❌ SoftCollection: Ошибка ежедневной дистрибуции - inserting_users',
  'error, mended since': '❌ SoftCollection: Ошибка ежедневной дистрибуции - inserting_users',
  'critical, breach': '🚨 SoftCollection: Критическая ошибка ежедневной дистрибуции',
  'critical before the plan': '🚨 SoftCollection: Критическая ошибка ежедневной дистрибуции',
  partial: '⚠️ SoftCollection: Ежедневная дистрибуция завершена частично - SC_theory_users',
  'partial, mended since': '⚠️ SoftCollection: Ежедневная дистрибуция завершена частично - SC_theory_users',
  abandoned: '🛑 SoftCollection: Ежедневная дистрибуция прекращена - 2024-01-15',
};

describe('a mail subject', () => {
  for (const [name, subject] of Object.entries(SUBJECTS)) {
    it(`is the contract's: ${name}`, () => expect(subjectOf(NOTICES[name]!, '5')).to.equal(subject));
  }

  it('speaks of the configured days', () => {
    expect(subjectOf(skipped({reason: 'no_count_day_5_users'}), '6-30')).to.equal(
      '⏭️ SoftCollection: Ежедневная дистрибуция пропущена - Нет пользователей с COUNT_DAY = 6-30',
    );
  });

  for (const stage of STAGES) {
    it(`names the stage ${stage}`, () => {
      const error = notice('error', [started, failed({stage})]);
      expect(subjectOf(error, '5')).to.equal(`❌ SoftCollection: Ошибка ежедневной дистрибуции - ${stage}`);
    });
  }

  it('has X in plain digits, however many', () => {
    const {report, ...rest} = NOTICES.success!;
    const many: Notice = {...rest, report: {...report, users: {...report.users, distributed: 1234567}}};
    expect(subjectOf(many, '5')).to.contain(' - 1234567 пользователей распределено');
  });

  it('names each owed table once', () => {
    const owing = notice('partial', [started, planned(), failed()]);
    expect(subjectOf(owing, '5')).to.match(/ - SC_local_control, SC_local_target, SC_theory_users$/);
  });
});
