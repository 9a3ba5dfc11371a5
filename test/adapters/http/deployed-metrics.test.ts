import {expect} from 'chai';
import {BOARD_EXPRESSIONS, LEVEL_EXPRESSIONS, metricsOf, RULE_EXPRESSIONS} from '../../support/deployed-metrics.ts';
import {serveWorld} from '../../support/http-world.ts';

/** Prometheus makes these itself, the last one by a rule of ours. */
const OF_PROMETHEUS = ['up', 'ALERTS', 'softcollection:in_time:ratio_28d'];

describe('the board, the alerts and the service levels', () => {
  it('ask for metrics that /metrics prints', async () => {
    const at = await serveWorld();
    await at.world.run();
    const {text} = await at.ask('/metrics', {as: null});
    const printed = new Set([
      ...OF_PROMETHEUS,
      ...[...text.matchAll(/^(?:# TYPE )?([a-z_]\w*)/gm)].map(([, name]) => name!),
    ]);
    await at.close();
    const asked = [...BOARD_EXPRESSIONS, ...RULE_EXPRESSIONS, ...LEVEL_EXPRESSIONS].flatMap(metricsOf);
    expect(LEVEL_EXPRESSIONS).to.have.length(3);
    expect(asked.filter((name) => !printed.has(name))).to.deep.equal([]);
    expect(BOARD_EXPRESSIONS).to.have.length.greaterThan(20);
    expect(RULE_EXPRESSIONS).to.have.length.greaterThan(10);
  });

  it('show or watch every figure of runs', async () => {
    const at = await serveWorld();
    const {text} = await at.ask('/metrics', {as: null});
    await at.close();
    const ours = [...text.matchAll(/^# TYPE (distribution_\w+|softcollection_\w+)/gm)].map(([, name]) => name!);
    const asked = BOARD_EXPRESSIONS.flatMap(metricsOf).map((name) => name.replace(/_(sum|count|bucket)$/, ''));
    expect(
      ours.filter((name) => !asked.includes(name) && name !== 'distribution_missed_slot_timestamp_seconds'),
    ).to.deep.equal([]);
  });
});

describe('what a metric is in PromQL', () => {
  it('is told from functions, labels, ranges and words', () => {
    const expression =
      'max by (le, route) (rate(a_bucket{job=~"b|c"}[5m])) > ignoring(le) d and e offset -5h or time() - f:g';
    expect(metricsOf(expression)).to.deep.equal(['a_bucket', 'd', 'e', 'f:g']);
  });
});
