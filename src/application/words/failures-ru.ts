import type {FailureKind, RunFailure, Stage} from '../../domain/run-events.ts';
import type {Database} from '../../domain/tables.ts';
import {DATABASE_NAMES, type FailureWords} from './names.ts';

const WHAT_FAILED: Record<Stage, string> = {
  initialization: 'Запуск не удалось начать',
  getting_active_campaigns: 'Не удалось прочитать активные кампании',
  getting_spss_users: 'Не удалось прочитать пользователей из SPSS',
  distributing_users: 'Не удалось распределить пользователей по кампаниям и группам',
  inserting_users: 'Не удалось довести до конца запись в таблицы',
  completed: 'Не удалось закончить запуск',
};

function whatFailed({stage, kind, database}: RunFailure): string {
  if (kind === 'breach') return `Строки записаны, но их число в таблицах не совпадает с планом. ${BREACH}`;
  if (kind === 'expired') return 'Запуск был прерван до составления плана, а его день уже прошёл.';
  return `${WHAT_FAILED[stage]}: ${reason(kind, database)}.`;
}

const BREACH = 'Такой запуск не считается завершённым, пока расхождение не объяснит человек.';

function reason(kind: Exclude<FailureKind, 'breach' | 'expired'>, database: Database | null): string {
  switch (kind) {
    case 'unreachable':
      return database === null
        ? 'нет доступа к базе данных или к хранилищу состояния сервиса'
        : `нет доступа к базе данных ${DATABASE_NAMES[database]}`;
    case 'refused':
      return database === null
        ? 'сервер отказывает сервису'
        : `база данных ${DATABASE_NAMES[database]} отказывает сервису`;
    case 'safety_stop':
      return 'сработал предохранитель — пользователей намного больше обычного';
    case 'unexpected':
      return 'непредвиденная ошибка программы';
    default:
      return kind satisfies never;
  }
}

function firstAid({kind, database}: RunFailure, countDay: string): string {
  switch (kind) {
    case 'unreachable':
      return `Проверить, что ${server(database)} работает и доступен с машины сервиса: сеть, учётная запись, место на диске, блокировки таблиц.`;
    case 'refused':
      return `Попросить администратора проверить ${server(database)}: пароль и срок учётной записи, права на таблицы, место в табличном пространстве.`;
    case 'safety_stop':
      return `Проверить, верно ли загружена таблица SC_1_120 (COUNT_DAY = ${countDay}). Если число верно, запустить с подтверждением.`;
    case 'breach':
      return 'Сравнить таблицы с планом и выяснить, кто ещё в них писал. До этого ничего в них не исправлять.';
    case 'expired':
      return 'Никто за этот день не распределён. Если этих людей ещё нужно распределить, их охватит диапазон COUNT_DAY прошлых дней.';
    case 'unexpected':
      return 'Передать техническое сообщение ниже тем, кто сопровождает сервис.';
    default:
      return kind satisfies never;
  }
}

function server(database: Database | null): string {
  return database === null ? 'сервер базы данных' : `сервер базы данных ${DATABASE_NAMES[database]}`;
}

export const RU_FAILURES: FailureWords = {whatFailed, firstAid};
