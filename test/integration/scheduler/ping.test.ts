import {expect} from 'chai';
import {beforeSlot} from '../../support/faked-clock.ts';
import {fill} from '../../support/filled.ts';
import {installations} from '../../support/installation.ts';
import {answering, hanging, startPingServer} from '../../support/ping-server.ts';
import {services} from '../../support/running-service.ts';
import {ALMATY, COMPLETED, expectOneRun, startEarlier} from '../../support/slot-runs.ts';

const PEOPLE = 103;
const SECRET = '/0a1b-secret';

describe('PING_URL', () => {
  const install = installations();
  const {start, killAll} = services();
  let server: Awaited<ReturnType<typeof startPingServer>>;
  afterEach(async () => {
    await killAll();
    await server.close();
  });

  it('hears of the run at nine, is told again after an error, and stands in no log', async () => {
    server = await startPingServer((response, nth) => answering(nth === 1 ? 500 : 200)(response));
    const at = install({...ALMATY, PING_URL: `${server.origin}${SECRET}`, LOG_LEVEL: 'trace'});
    await fill(at, {people: PEOPLE});
    await startEarlier(at, start);
    const service = start(at, beforeSlot(2_000));
    await service.hears(COMPLETED);
    await service.hears('NotificationSent');
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    expect((await service.stop()).code, service.said()).to.equal(0);
    expect(server.heard).to.deep.equal(['/start', '/start', ''].map((path) => `POST ${SECRET}${path}`));
    expect(service.said()).not.to.match(/secret/);
    await expectOneRun(at, PEOPLE);
  });

  it('that hangs holds up neither the run, nor the exit of the service, nor that of `run`', async () => {
    server = await startPingServer(hanging);
    const at = install({...ALMATY, PING_URL: `${server.origin}${SECRET}`});
    await fill(at, {people: PEOPLE});
    await startEarlier(at, start);
    const service = start(at, beforeSlot(2_000));
    await service.hears(COMPLETED);
    const {code, tookMs} = await service.stop();
    expect([code, tookMs < 10_000], service.said()).to.deep.equal([0, true]);
    await expectOneRun(at, PEOPLE);
    const begun = Date.now();
    const run = await at.run('run');
    expect([run.code, Date.now() - begun < 20_000], run.err).to.deep.equal([6, true]);
    expect(service.said() + run.out + run.err).not.to.match(/secret/);
  });

  it('hears of a failure', async () => {
    server = await startPingServer(answering(200));
    const at = install({...ALMATY, PING_URL: `${server.origin}${SECRET}`, MAX_USERS: '50'});
    await fill(at, {people: PEOPLE});
    expect((await at.run('run')).code).to.equal(1);
    expect(server.heard).to.deep.equal(['/start', '/fail'].map((path) => `POST ${SECRET}${path}`));
  });
});
