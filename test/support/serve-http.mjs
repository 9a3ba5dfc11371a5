// The built HTTP interface on a DATA_DIR, without the alarm clock.
// Says its port on stdout; ends in good order on SIGTERM.
import {logRun} from '../../dist/application/log-run.js';
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
const observed = (observe) => {
  const logIt = logRun(log);
  return (progress) => {
    logIt(progress);
    observe(progress);
  };
};
const server = createHttp({config, log, container, observed, stopping: stopping.signal});
process.once('SIGTERM', async () => {
  stopping.abort();
  await server.close(2000);
  await closeContainer(container);
});
process.stdout.write(`${JSON.stringify(await server.listen())}\n`);
