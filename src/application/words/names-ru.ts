import type {Names} from './names.ts';

export const RU_NAMES: Names = {
  stages: {
    initialization: 'подготовка',
    getting_active_campaigns: 'чтение активных кампаний',
    getting_spss_users: 'чтение пользователей из SPSS',
    distributing_users: 'распределение пользователей',
    inserting_users: 'запись пользователей',
    completed: 'завершение',
  },
  statuses: {
    running: 'выполняется',
    completed: 'завершён полностью',
    skipped: 'пропущен',
    partial: 'завершён частично',
    failed: 'остановлен ошибкой',
    abandoned: 'прекращён',
  },
  failures: {
    unreachable: 'нет доступа к базе данных',
    refused: 'база данных отказала сервису',
    safety_stop: 'сработал предохранитель',
    breach: 'таблицы не совпали с планом',
    expired: 'день запуска уже прошёл',
    unexpected: 'непредвиденная ошибка программы',
  },
  missed: {
    not_running: 'сервис не работал',
    run_owed: 'не был завершён прежний запуск',
    unreachable: 'не было доступа к базе данных или к хранилищу состояния',
    switched_off: 'ежедневный запуск был выключен',
  },
  skipReason: (reason, countDay) => {
    switch (reason) {
      case 'no_active_campaigns':
        return 'Нет активных кампаний';
      case 'no_count_day_5_users':
        return `Нет пользователей с COUNT_DAY = ${countDay}`;
      case 'all_users_enrolled':
        return 'Все пользователи уже распределены';
      default:
        return reason;
    }
  },
};
