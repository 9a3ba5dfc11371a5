import {type ChildProcess, execFileSync, spawn} from 'node:child_process';
import {writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {expect} from 'chai';
import {BOARD_EXPRESSIONS, LEVEL_EXPRESSIONS} from '../support/deployed-metrics.ts';
import {freePort} from '../support/free-port.ts';
import {installations} from '../support/installation.ts';
import {services} from '../support/running-service.ts';
import {tempFolder} from '../support/temp-folder.ts';
import {until} from '../support/until.ts';

const DEPLOY = fileURLToPath(new URL('../../deploy/prometheus/', import.meta.url));
const RULES = join(DEPLOY, 'softcollection.rules.yml');
type Rule = {readonly name: string; readonly health: string; readonly state: string; readonly lastError?: string};

describe('alerts', () => {
  const install = installations();
  const {start, killAll} = services();
  const folder = tempFolder();
  let prometheus: ChildProcess | null = null;
  after(async () => {
    await killAll();
    prometheus?.kill('SIGKILL');
    folder.remove();
  });

  it('fire when they have to, and only then, says promtool', () => {
    for (const words of [
      ['check', 'rules', RULES],
      ['test', 'rules', join(DEPLOY, 'softcollection.rules.test.yml')],
      ['test', 'rules', join(DEPLOY, 'service-level.test.yml')],
    ]) {
      execFileSync('promtool', words, {stdio: 'pipe'});
    }
  });

  it('are evaluated by a Prometheus that scrapes a service, whose switched-off job raises none; so is each part of the board', async () => {
    const [port, own] = [await freePort(), await freePort()];
    const at = install({PORT: String(port)});
    await at.run('scheduler stop');
    await start(at).hears('HTTP is listening');
    const config = {
      global: {scrape_interval: '1s', evaluation_interval: '1s'},
      rule_files: [RULES],
      scrape_configs: [{job_name: 'softcollection', static_configs: [{targets: [`127.0.0.1:${port}`]}]}],
    };
    // JSON is YAML too.
    writeFileSync(join(folder.path, 'prometheus.yml'), JSON.stringify(config));
    const words = [`--config.file=${folder.path}/prometheus.yml`, `--storage.tsdb.path=${folder.path}/data`];
    prometheus = spawn('prometheus', [...words, `--web.listen-address=127.0.0.1:${own}`], {stdio: 'ignore'});
    const ask = async <Data>(path: string): Promise<Data> => {
      const answer = await fetch(`http://127.0.0.1:${own}/api/v1/${path}`);
      return ((await answer.json()) as {data: Data}).data;
    };
    const isScraped = async () => {
      const {result} = await ask<{result: unknown[]}>('query?query=distribution_state_up%3D%3D1');
      return result.length > 0;
    };
    await until('Prometheus has scraped the service', () => isScraped().catch(() => false));
    const rules = async () => (await ask<{groups: {rules: Rule[]}[]}>('rules')).groups.flatMap((group) => group.rules);
    await until('all rules were evaluated', async () => (await rules()).every(({health}) => health !== 'unknown'));
    const found = await rules();
    expect(found.filter(({health}) => health !== 'ok')).to.deep.equal([]);
    expect(found.filter(({state}) => state === 'firing').map(({name}) => name)).to.deep.equal([]);

    for (const expression of [...BOARD_EXPRESSIONS, ...LEVEL_EXPRESSIONS]) {
      const answer = await fetch(`http://127.0.0.1:${own}/api/v1/query?query=${encodeURIComponent(expression)}`);
      const {status, warnings, error} = (await answer.json()) as {status: string; warnings?: string[]; error?: string};
      expect({expression, status, warnings, error}).to.deep.include({status: 'success', warnings: undefined});
    }
  });
});
