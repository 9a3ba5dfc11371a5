import {parseBusinessDate} from '../../../../domain/ids.ts';
import type {HttpConfig} from '../../config.ts';
import {Problem} from '../../problem.ts';
import {NO_QUERY} from '../../query.ts';
import type {AnyRoute} from '../../route.ts';
import {mailRoute} from '../mail-route.ts';
import {keptMails} from '../mails.tsx';
import {neighboursOf} from '../neighbours.tsx';
import {page} from '../page.ts';
import {dayPage, SLOT_STREAM} from './day-page.tsx';

/** A date as a page, with the mails that belong to its slot and to no run. */
export function dayRoutes(config: HttpConfig): readonly AnyRoute[] {
  return [
    page(config, {
      path: '/days/:id',
      access: 'any',
      name: 'pageDay',
      query: NO_QUERY,
      view: async (services, {id}, context) => {
        const date = parseBusinessDate(id);
        const [day] = date && date <= services.today() ? await services.listDays(date, date) : [];
        if (!day) throw new Problem(404, {detail: 'there is no such day yet'});
        const mails = await keptMails(services, SLOT_STREAM, day.notifications);
        return dayPage({day, mails, neighbours: await neighboursOf(services, day.date)}, context);
      },
    }),
    mailRoute({path: '/days/:id', name: 'getSlotMail', stream: (id) => parseBusinessDate(id) && SLOT_STREAM}),
  ];
}
