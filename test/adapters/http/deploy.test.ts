import {readFileSync} from 'node:fs';
import {expect} from 'chai';
import {type HttpWorld, serveWorld} from '../../support/http-world.ts';

const FILES = ['prometheus/softcollection.rules.yml', 'grafana/softcollection.json'];
/** What Prometheus knows by itself. */
const FOREIGN = new Set(['up', 'alertname']);

describe('deploy/', () => {
  let at: HttpWorld;
  before(async () => {
    at = await serveWorld();
  });
  after(() => at.close());

  it('asks for figures that /metrics has, with labels that they have', async () => {
    await at.world.run();
    await at.ask('/livez');
    // The first one has the checks made.
    await at.ask('/metrics');
    const {text} = await at.ask('/metrics');
    for (const file of FILES) {
      const source = readFileSync(new URL(`../../../deploy/${file}`, import.meta.url), 'utf8');
      const names = source.match(/\b(?:distribution|http|process|nodejs|up)_?[a-z0-9_]*(?=[\s)[{])/g) ?? [];
      const metrics = new Set(
        names.filter((name) =>
          /_(seconds|total|groups|bytes|count|sum|bucket|status|failure|rows|row|up)$|^up$/.test(name),
        ),
      );
      expect(metrics.size, file).to.be.greaterThan(4);
      for (const name of metrics) {
        if (!FOREIGN.has(name)) expect(text, `${file}: ${name}`).to.match(new RegExp(`^${name}[ {]`, 'm'));
      }
      for (const [, label] of source.matchAll(/by \((?:le, )?(\w+)\)/g))
        if (!FOREIGN.has(label!)) expect(text).to.include(`${label}="`);
    }
    expect(text).to.include('le="1800"');
    JSON.parse(readFileSync(new URL('../../../deploy/grafana/softcollection.json', import.meta.url), 'utf8'));
  });
});
