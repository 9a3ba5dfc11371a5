import type {BusinessDate} from '../../../domain/ids.ts';
import type {HttpServices} from '../http-services.ts';
import {addressOf} from './day-cell.tsx';
import {daysBefore} from './days-before.ts';
import type {PageContext} from './page.ts';

/** How many days away a date is still a neighbour. */
const FAR = 7;

type Neighbour = {readonly date: BusinessDate; readonly address: string};

/** The last date before another one that has something to show, and the first one after it. */
export type Neighbours = {readonly before: Neighbour | undefined; readonly after: Neighbour | undefined};

export async function neighboursOf(services: HttpServices, date: BusinessDate): Promise<Neighbours> {
  const days = await services.listDays(daysBefore(date, FAR), daysBefore(date, -FAR));
  const today = services.today();
  const shown = days.flatMap((day): Neighbour[] => {
    const address = addressOf(day);
    return address === null || day.date > today ? [] : [{date: day.date, address}];
  });
  return {before: shown.findLast((it) => it.date < date), after: shown.find((it) => it.date > date)};
}

/** The way to both. */
export function Beside({neighbours: {before, after}, context}: {neighbours: Neighbours; context: PageContext}) {
  if (!before && !after) return null;
  const {own, format} = context;
  return (
    <p class="links">
      {before && <a href={own(before.address)}>← {format.date(before.date)}</a>}
      {after && <a href={own(after.address)}>{format.date(after.date)} →</a>}
    </p>
  );
}
