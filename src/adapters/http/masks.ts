/** `900101300012` → `9001******12`; of an id of another length no more is shown. */
export function maskIin(iin: string): string {
  return iin.length < 12 ? '*'.repeat(iin.length) : `${iin.slice(0, 4)}${'*'.repeat(iin.length - 6)}${iin.slice(-2)}`;
}

/** A five-field cron as the original's scheduler writes it: `0 9 * * *` → `cron[hour=9,minute=0]`. */
export function cronTrigger(cron: string): string {
  const [minute, hour, day, month, weekday] = cron.split(' ');
  const dates = [
    ['month', month],
    ['day', day],
    ['day_of_week', weekday],
  ].filter(([, value]) => value !== '*');
  const fields = [...dates, ['hour', hour], ['minute', minute]];
  return `cron[${fields.map(([name, value]) => `${name}=${value}`).join(',')}]`;
}
