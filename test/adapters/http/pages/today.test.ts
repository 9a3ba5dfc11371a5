import {expect} from 'chai';
import {renderToString} from 'preact-render-to-string';
import {todayPage} from '../../../../src/adapters/http/pages/today/today-page.tsx';
import type {Day} from '../../../../src/application/service/list-days.ts';
import type {Language} from '../../../../src/application/words/language.ts';
import type {IsoInstant} from '../../../../src/domain/ids.ts';
import {pageContext, textOf} from '../../../support/page-context.ts';
import {dayRun, EIGHT_DAYS, sampleDay} from '../../../support/sample-day.ts';

const NEXT = ['2026-11-28T04:00:00.000Z' as IsoInstant];
const ON = {status: 'running', switched: null} as const;
const GOOD = {connected: true, message: 'connected', latency_ms: 3};
const PARTS = {dssb_app: GOOD, spss: GOOD, state: GOOD, scheduler: GOOD};

function today(day: Day, language: Language = 'ru') {
  return todayPage({days: [day], next: NEXT, scheduler: ON, parts: PARTS}, pageContext(language)).main;
}

describe('Today', () => {
  const verdicts: Record<keyof typeof EIGHT_DAYS, [ru: string, en: string]> = {
    done: [
      '27 ноября 2026 г.: выполнено , 5 000 пользователей, проверено в обеих базах, 09:00:00–09:00:14',
      '27 November 2026: done , 5,000 users, verified in both databases, 09:00:00–09:00:14',
    ],
    running: ['27 ноября 2026 г.: выполняется , запись пользователей', '27 November 2026: running , writing users'],
    skipped: ['пропущено , нет активных кампаний', 'skipped , no active campaigns'],
    failed: ['ошибка , нет доступа к базе данных', 'failed , a database is out of reach'],
    partial: ['частично , в SPSS осталось записать: 4 000 строк', 'partial , SPSS still lacks 4,000 rows'],
    missed: ['не запускалось , сервис не работал', 'missed , the service was not running'],
    off: ['выключено , в этот день никто не распределяется', 'switched off , nobody is distributed on this day'],
    late: ['опаздывает , 09:00 прошло, а запуска ещё нет', 'late , 09:00 has passed, and there is no run yet'],
  };
  for (const [state, day] of Object.entries(EIGHT_DAYS)) {
    it(`says in one line, in both languages: ${state}`, () => {
      const [ru, en] = verdicts[state as keyof typeof EIGHT_DAYS];
      expect(textOf(today(day))).to.include(ru);
      expect(textOf(today(day, 'en'))).to.include(en);
      expect(renderToString(today(day))).to.include(`data-state="${state}"`);
    });
  }

  it('says what to do in the words of the mail, with the command to paste, and nothing when all is well', () => {
    expect(textOf(today(EIGHT_DAYS.done))).not.to.include('Что делать');
    expect(textOf(today(EIGHT_DAYS.failed)))
      .to.include('Не удалось прочитать пользователей из SPSS: нет доступа к базе данных SPSS.')
      .and.to.include('softcollection run');
    expect(textOf(today(EIGHT_DAYS.partial))).to.include('softcollection resume distribution-2026-11-27');
    expect(textOf(today(EIGHT_DAYS.missed))).to.include('Запустите дистрибуцию вручную');
  });

  it('says who was told of it, and leads admins to where a run is begun', () => {
    const notifications = [{id: '1-error', kind: 'error', attempt: 1, status: 'queued', failures: 2}] as const;
    const failed = sampleDay({runs: EIGHT_DAYS.failed.runs.map((run) => ({...run, notifications}))});
    expect(textOf(today(failed, 'en'))).to.include('Mail of an error: waits to be sent, failed tries: 2');
    const viewer = pageContext('en', {caller: {...pageContext().caller, isAdmin: false}});
    const seen = (day: Day, context = pageContext('en')) =>
      renderToString(todayPage({days: [day], next: NEXT, scheduler: ON, parts: PARTS}, context).main);
    expect(seen(failed)).to.include('href="/preview"');
    expect(seen(EIGHT_DAYS.missed)).to.include('href="/preview"');
    expect(seen(failed, viewer)).not.to.include('href="/preview"');
    expect(seen(EIGHT_DAYS.partial)).not.to.include('href="/preview"');
  });

  it('owes a mail about a slot until it is sent, told once though it tells of two days', () => {
    const mail = {id: 'missed-1', kind: 'missed', status: 'queued', failures: 0, pending: null, slots: []} as const;
    const page = (status: 'queued' | 'sent') => {
      const days = ['2026-11-26', '2026-11-27'].map((date) => ({
        ...EIGHT_DAYS.missed,
        date: date as Day['date'],
        notifications: [{...mail, status}],
      }));
      return textOf(todayPage({days, next: NEXT, scheduler: ON, parts: PARTS}, pageContext('en')).main);
    };
    expect(page('sent')).to.include('No unfinished runs and no unsent mails.');
    expect(page('queued')).not.to.include('no unsent mails').and.not.to.include('26 November');
    expect(page('queued')).to.include('27 November 2026 : Mail of a missed run: waits to be sent');
  });

  it('draws the users of each day, as high as their part of the greatest one', () => {
    const dayOf = (distributed: number) => sampleDay({runs: [dayRun({users: {...dayRun().users, distributed}})]});
    const html = renderToString(
      todayPage({days: [dayOf(250), dayOf(1000)], next: NEXT, scheduler: ON, parts: PARTS}, pageContext('en')).main,
    );
    expect([...html.matchAll(/class="part1" y="(\d+)%"/g)].map(([, y]) => y)).to.deep.equal(['75', '0']);
    expect(html).to.include('the most: 1,000 users');
  });

  it("counts a date's last attempt that did something, and waits before its time", () => {
    const idle = sampleDay({runs: [dayRun(), ...EIGHT_DAYS.skipped.runs]});
    expect(renderToString(today(idle))).to.include('data-state="done"');
    const twice = sampleDay({runs: [...EIGHT_DAYS.skipped.runs, dayRun()]});
    expect(renderToString(today(twice))).to.include('data-state="done"');
    const early = todayPage(
      {days: [sampleDay()], next: NEXT, scheduler: ON, parts: PARTS},
      pageContext('en', {now: 0}),
    );
    expect(renderToString(early.main)).to.include('data-state="waiting"');
  });

  it('escapes what comes from outside', () => {
    const message = '<script>alert(1)</script>';
    const error = {stage: 'initialization', kind: 'unexpected', database: null, message, advice: null} as const;
    const html = renderToString(today(sampleDay({runs: [dayRun({status: 'failed', error})]})));
    expect(html).to.include('&lt;script>').and.not.to.include('<script');
  });
});
