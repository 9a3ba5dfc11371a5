import {expect} from 'chai';
import {subjectOf} from '../../../src/adapters/mail/letter/subject.ts';
import {failed, planned, started} from '../../../src/adapters/mail/sample/sample-events.ts';
import {runNotice, SAMPLE_NOTICES, skipped, success} from '../../../src/adapters/mail/sample/sample-notices.ts';
import type {Notice} from '../../../src/application/ports/notifier.ts';
import type {IsoInstant} from '../../../src/domain/ids.ts';
import {STAGES} from '../../../src/domain/run-events.ts';
import {SETTINGS} from './letterhead.ts';

const SUBJECTS: Record<string, string> = {
  success: '✅ SoftCollection: Ежедневная дистрибуция завершена - 5000 пользователей распределено',
  'skipped-no-campaigns': '⏭️ SoftCollection: Ежедневная дистрибуция пропущена - Нет активных кампаний',
  'skipped-no-users': '⏭️ SoftCollection: Ежедневная дистрибуция пропущена - Нет пользователей с COUNT_DAY = 5',
  'skipped-all-enrolled': '⏭️ SoftCollection: Ежедневная дистрибуция пропущена - Все пользователи уже распределены',
  'error-getting_spss_users': '❌ SoftCollection: Ошибка ежедневной дистрибуции - getting_spss_users',
  'error-inserting_users': '❌ SoftCollection: Ошибка ежедневной дистрибуции - inserting_users',
  'error-mended-since': '❌ SoftCollection: Ошибка ежедневной дистрибуции - inserting_users',
  'critical-breach': '🚨 SoftCollection: Критическая ошибка ежедневной дистрибуции',
  'critical-before-the-plan': '🚨 SoftCollection: Критическая ошибка ежедневной дистрибуции',
  outage: '🚨 SoftCollection: Критическая ошибка ежедневной дистрибуции',
  partial: '⚠️ SoftCollection: Ежедневная дистрибуция завершена частично - SC_theory_users',
  'partial-mended-since': '⚠️ SoftCollection: Ежедневная дистрибуция завершена частично - SC_theory_users',
  abandoned: '🛑 SoftCollection: Ежедневная дистрибуция прекращена - 2024-01-15',
  missed: '⏰ SoftCollection: Ежедневная дистрибуция не запускалась - 2024-01-15',
  'missed-several-days': '⏰ SoftCollection: Ежедневная дистрибуция не запускалась - 2024-01-12 … 2024-01-15',
  'late-going-on': '⌛ SoftCollection: Ежедневная дистрибуция не завершена вовремя - 2024-01-15',
};

describe('a mail subject', () => {
  for (const [name, subject] of Object.entries(SUBJECTS)) {
    it(`is the contract's: ${name}`, () => expect(subjectOf(SAMPLE_NOTICES[name]!, SETTINGS)).to.equal(subject));
  }

  it('speaks of the configured days', () => {
    const notice = skipped({reason: 'no_count_day_5_users'});
    expect(subjectOf(notice, {...SETTINGS, countDay: '6-30'})).to.equal(
      '⏭️ SoftCollection: Ежедневная дистрибуция пропущена - Нет пользователей с COUNT_DAY = 6-30',
    );
  });

  for (const stage of STAGES) {
    it(`names the stage ${stage}`, () => {
      const error = runNotice('error', [started, failed({stage})]);
      expect(subjectOf(error, SETTINGS)).to.equal(`❌ SoftCollection: Ошибка ежедневной дистрибуции - ${stage}`);
    });
  }

  it('has X in plain digits, and the user’s words, however many', () => {
    const {report, ...rest} = success();
    for (const n of [1, 1234567]) {
      const notice: Notice = {...rest, report: {...report, users: {...report.users, distributed: n}}};
      expect(subjectOf(notice, SETTINGS)).to.contain(` - ${n} пользователей распределено`);
    }
  });

  it('names each owed table once', () => {
    const owing = runNotice('partial', [started, planned(), failed()]);
    expect(subjectOf(owing, SETTINGS)).to.match(/ - SC_local_control, SC_local_target, SC_theory_users$/);
  });

  it('names the day in the schedule’s zone, whatever it is elsewhere', () => {
    const slots = ['2024-01-14T19:00:00.000Z', '2024-01-16T18:59:00.000Z'].map((slot) => ({
      slot: slot as IsoInstant,
      reason: 'not_running' as const,
    }));
    const subject = subjectOf({id: 'x', kind: 'missed', slots}, {...SETTINGS, timezone: 'Asia/Tashkent'});
    expect(subject).to.match(/ - 2024-01-15, 2024-01-16$/);
  });
});
