import type {LateNotice, MissedNotice, OutageNotice} from '../../../application/ports/notifier.ts';
import {countOf, DAYS, longDate, longInstant} from '../../../application/words/russian.ts';
import type {MissedReason} from '../../../domain/scheduler.ts';
import {businessDateAt} from '../../../domain/wall-time.ts';
import {nextRunRows, runLink} from './detail-blocks.ts';
import {technical} from './failure-blocks.ts';
import {type Block, command, heading, type Letter, type LetterSettings, paragraph} from './letter.ts';
import {stageName} from './words.ts';

const WHY_MISSED: Record<MissedReason, string> = {
  not_running: 'служба не работала',
  run_owed: 'ждала завершения предыдущего запуска',
  unreachable: 'не было доступа к базе данных или хранилищу состояния',
  switched_off: 'расписание было выключено',
};

/** A day, or several, without a distribution. */
export function writeMissed({slots, nextRun = null}: MissedNotice, {countDay, timezone}: LetterSettings): Letter {
  const dates = slots.map(({slot}) => longDate(businessDateAt(Date.parse(slot), timezone)));
  const lead =
    dates.length === 1
      ? `${dates[0]}: дистрибуция не запускалась. В таблицы ничего не записано.`
      : `Дистрибуция не запускалась ${countOf(dates.length, DAYS)} (${dates.join(', ')}). В таблицы ничего не записано.`;
  return letter('warning', 'Дистрибуция не запускалась', lead, [
    heading('Что произошло'),
    {
      type: 'facts',
      rows: slots.map(({slot, reason, more}) => [
        longInstant(slot, timezone),
        `${WHY_MISSED[reason] ?? reason}${more ? `; и ещё ${more} до этого` : ''}`,
      ]),
    },
    ...safety('Никто из пользователей не распределён, ни одна строка не записана и не потеряна.'),
    heading('Что сервис сделает сам'),
    paragraph('Пропущенные дни сами не повторяются: состав пользователей в источнике уже другой.'),
    ...nextFacts(nextRun, timezone),
    heading('Что сделать вручную'),
    command('Если ещё идёт тот же день, запустить дистрибуцию сейчас', 'softcollection run'),
    paragraph(
      `Пользователей прошлых дней охватит диапазон: например COUNT_DAY=6-30 вместо COUNT_DAY=${countDay} на один запуск.`,
    ),
  ]);
}

/** A run that should have ended by now. */
export function writeLate({slot, report, nextRun = null}: LateNotice, {timezone, publicUrl}: LetterSettings): Letter {
  const due = longInstant(slot, timezone);
  const state = report
    ? `Запуск ${report.run_id} начат и ещё идёт: этап «${stageName(report.stage)}».`
    : 'Запуск ещё не начат.';
  const byHand: Block[] = report
    ? [
        command('Посмотреть, на чём он стоит', `softcollection runs show ${report.run_id}`),
        paragraph('Если он ждёт заблокированную таблицу, освободить её: сервис продолжит сам.'),
      ]
    : [
        command('Проверить состояние службы и баз данных', 'softcollection runs list'),
        command('Если служба не запущена, сделать запуск вручную', 'softcollection run'),
      ];
  return letter('warning', 'Дистрибуция не завершена вовремя', `Срок — ${due}. ${state}`, [
    ...safety('Записанные строки остаются на месте; повтор или продолжение запуска не создаёт дублей.'),
    heading('Что сервис сделает сам'),
    paragraph('Продолжит запуск, как только сможет, и пришлёт письмо с результатом.'),
    ...nextFacts(nextRun, timezone),
    heading('Что сделать вручную'),
    ...byHand,
    ...(report ? runLink(report, publicUrl) : []),
  ]);
}

/** The state store is gone: nothing can be done, and nothing be recorded. */
export function writeOutage({at, message, advice, nextRun = null}: OutageNotice, {timezone}: LetterSettings): Letter {
  const lead = `${longInstant(at, timezone)}: хранилище состояния сервиса недоступно. Дистрибуция не выполняется.`;
  return letter('bad', 'Критическая ошибка дистрибуции', lead, [
    ...safety('Без хранилища состояния сервис ничего не пишет ни в DSSB_APP, ни в SPSS. Записанное остаётся на месте.'),
    heading('Что сервис сделает сам'),
    paragraph('Будет пробовать снова. Как только хранилище ответит, незавершённый запуск продолжится без дублей.'),
    ...nextFacts(nextRun, timezone),
    heading('Что сделать вручную'),
    paragraph(
      'Восстановить доступ к хранилищу состояния (state.db в DATA_DIR или MongoDB). Не удалять и не создавать его заново.',
    ),
    technical(message, advice),
  ]);
}

function letter(tone: Letter['tone'], title: string, lead: string, blocks: readonly Block[]): Letter {
  return {tone, title, preheader: lead, blocks: [paragraph(lead), ...blocks]};
}

function safety(text: string): Block[] {
  return [heading('Что в безопасности'), paragraph(text)];
}

function nextFacts(nextRun: MissedNotice['nextRun'], timezone: string): Block[] {
  const rows = nextRunRows(nextRun ?? null, timezone);
  return rows.length > 0 ? [{type: 'facts', rows}] : [];
}
