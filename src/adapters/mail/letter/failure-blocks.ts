import type {RunNotice} from '../../../application/ports/notifier.ts';
import {RU_FAILURES} from '../../../application/words/failures-ru.ts';
import type {RunFailure} from '../../../domain/run-events.ts';
import type {RunReport} from '../../../domain/run-report.ts';
import {mayPass} from '../../../domain/slot-retry.ts';
import {type Block, command, heading, paragraph} from './letter.ts';
import {shorten} from './one-line.ts';
import {stageName} from './words.ts';

type Failed = RunReport & {readonly error: RunFailure};

const LIMIT = 1000;

/** What happened, what is safe, what the service does by itself, what a person can do. */
export function failureBlocks({kind, report}: RunNotice, countDay: string): Block[] {
  if (kind === 'abandoned') return abandonedBlocks(report);
  if (!isFailed(report)) return [];
  const {error} = report;
  const [safe, itself, byHand] = report.plan_digest === null ? beforePlan(report, countDay) : afterPlan(report);
  return [
    heading('Что произошло'),
    paragraph(RU_FAILURES.whatFailed(error)),
    {type: 'facts', rows: [['Этап', `${stageName(error.stage)} (${error.stage})`]]},
    heading('Что в безопасности'),
    paragraph(safe),
    heading('Что сервис сделает сам'),
    paragraph(itself),
    heading('Что сделать вручную'),
    paragraph(RU_FAILURES.firstAid(error, countDay)),
    ...byHand,
    technical(error.message, error.advice),
  ];
}

/** The service's own words, for those who mend it. */
export function technical(message: string, advice: string | null): Block {
  const lines = [message, ...(advice === null ? [] : [`→ ${advice}`])];
  return {type: 'quote', label: 'Техническое сообщение', lines: lines.map((line) => shorten(line, LIMIT))};
}

type Recovery = readonly [safe: string, itself: string, byHand: readonly Block[]];

function isFailed(report: RunReport): report is Failed {
  return report.error !== null;
}

function beforePlan({error: {kind}, trigger}: Failed, countDay: string): Recovery {
  const again = kind === 'safety_stop' ? 'softcollection run --force --reason "…"' : 'softcollection run';
  const today = [
    command('После устранения причины запустить дистрибуцию сегодня же', again),
    paragraph(
      `Не откладывать: к следующему запуску по расписанию состав пользователей с COUNT_DAY = ${countDay} изменится.`,
    ),
  ];
  return [
    'Ни одна строка не записана ни в DSSB_APP, ни в SPSS; никто из пользователей не распределён.',
    trigger.slot !== null && mayPass(kind)
      ? 'Пока не истёк срок слота (MISFIRE_GRACE), сервис сам пробует снова, каждый раз новым запуском: после отказа в доступе — раз в полчаса, в остальных случаях чаще.'
      : 'Этот запуск закрыт и не повторяется. Следующий запуск по расписанию начнётся заново.',
    kind === 'expired' ? [] : today,
  ];
}

function afterPlan({error, owed, status, run_id}: Failed): Recovery {
  const [resumed, released] =
    owed.length > 0
      ? [
          'допишет недостающие строки: те же люди в тех же группах, даже если источник изменился',
          'Отказаться от недостающих строк',
        ]
      : ['повторит сверку, ничего не записывая', 'Закрыть запуск без сверки'];
  const next =
    status === 'partial'
      ? 'Новая дистрибуция этого не ждёт и начнётся в свой срок.'
      : 'Пока этот запуск не завершён, новая дистрибуция не начнётся.';
  return [
    error.kind === 'breach'
      ? 'План и состав групп сохранены. Сервис ничего не удаляет и не исправляет в таблицах.'
      : 'План и состав групп сохранены до начала записи. Записанные строки остаются на месте, повтор не создаёт дублей.',
    `Ближайший run, resume или start сначала ${resumed}. ${next}`,
    [
      command('После устранения причины завершить запуск', `softcollection resume ${run_id}`),
      command('Сравнить таблицы с планом', `softcollection verify ${run_id}`),
      command(released, `softcollection runs abandon ${run_id} --reason "…"`),
    ],
  ];
}

function abandonedBlocks({reason, plan_digest}: RunReport): Block[] {
  return [
    heading('Что произошло'),
    {type: 'facts', rows: [['Причина', shorten(reason ?? 'не указана', LIMIT)]]},
    heading('Что это значит'),
    paragraph(
      plan_digest === null
        ? 'В таблицы ничего не записано.'
        : 'Уже записанные строки остаются в таблицах; запуск больше не возобновляется и не задерживает следующие.',
    ),
  ];
}
