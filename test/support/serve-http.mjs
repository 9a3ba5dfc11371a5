// The built HTTP interface on a DATA_DIR, with the real event store and threads and a scheduler that lives in memory.
// Says its port on stdout; ends in good order on SIGTERM.
import {cronSchedule} from '../../dist/adapters/cron/cron-schedule.js';
import {loadConfig} from '../../dist/bootstrap/config.js';
import {closeContainer, createContainer} from '../../dist/bootstrap/container.js';
import {createHttp} from '../../dist/bootstrap/http.js';
import {createLog} from '../../dist/bootstrap/log.js';
import {provideSecrets} from '../../dist/bootstrap/secrets.js';

const loaded = loadConfig(process.cwd(), process.env);
if (loaded.type === 'faults') throw new Error(JSON.stringify(loaded.faults));
const config = provideSecrets(loaded.config);
const log = createLog(config.log, {fd: 2, terminal: false, color: false});
const stopping = new AbortController();
const container = createContainer(config, {onWait: (message) => log.warn({}, message), stopping: stopping.signal});
const {cron, timezone} = config.schedule;
const schedule = cronSchedule(cron, timezone);
let on = true;
let upcoming = [];
/** Slots are looked for once each: on every request it would cost more than the rest of the answer. */
const next = (count) => {
  if (upcoming.length < count || Date.parse(upcoming[0]) <= Date.now()) upcoming = schedule.next(Date.now(), count);
  return on ? upcoming.slice(0, count) : [];
};
const scheduler = {
  schedulerStatus: async () => ({status: on ? 'running' : 'stopped', nextRun: next(1)[0] ?? null, cron, timezone}),
  nextRuns: async (count) => next(count),
  switchScheduler: async (to) => {
    on = to;
  },
};
const server = createHttp({config, version: '0.0.0-test', log, container, scheduler, stopping: stopping.signal});
process.once('SIGTERM', async () => {
  stopping.abort();
  await server.close(2000);
  await closeContainer(container);
});
process.stdout.write(`${JSON.stringify(await server.listen())}\n`);
