import type {BusinessDate} from '../../../domain/ids.ts';

/** The date so many days before another. */
export function daysBefore(date: BusinessDate, days: number): BusinessDate {
  return new Date(Date.parse(date) - days * 86_400_000).toISOString().slice(0, 10) as BusinessDate;
}
