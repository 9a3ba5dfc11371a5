import {Counter, collectDefaultMetrics, Gauge, Histogram, Registry} from 'prom-client';
import {asFailure} from '../../application/failure.ts';
import type {Log} from '../../application/ports/log.ts';
import {scrub} from '../../domain/scrub.ts';
import {checkMetrics} from './check-metrics.ts';
import type {HttpConfig} from './config.ts';
import type {HttpServices} from './http-services.ts';
import {latestMetrics} from './latest-metrics.ts';

export type Metrics = {
  observe(request: {method: string; route: string; status: number; seconds: number}): void;
  /** Prometheus text, of now; without the figures of runs, and saying so, when the event store cannot be read. */
  text(): Promise<string>;
  readonly contentType: string;
};

const RUN_SECONDS = [1, 5, 15, 30, 60, 120, 300, 600, 1800, 3600];
/**
 * As text: prom-client counts by these as keys, and a fraction is turned into text anew each time it is one, which takes
 * a twentieth of a whole answer's time.
 */
const HTTP_SECONDS = ['0.001', '0.005', '0.01', '0.05', '0.1', '0.5', '1', '5', '30'] as unknown as number[];

/** What is counted of runs comes from the event store at each scrape: the same after a restart and in any process. */
export function createMetrics(
  services: HttpServices,
  {log, linesLost, version}: Pick<HttpConfig, 'log' | 'linesLost' | 'version'>,
): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({register: registry});
  const registers = [registry];
  const ofRuns = new Registry();
  const isKnown = new Gauge({
    name: 'distribution_state_up',
    help: '1 when the state store answered this scrape; 0 when the figures of runs are left out as it did not',
    registers,
  });
  new Counter({
    name: 'log_lines_lost_total',
    help: 'Log lines that could not be written: a full disk, a closed pipe',
    registers,
    collect() {
      this.reset();
      this.inc(linesLost());
    },
  });
  new Gauge({name: 'softcollection_build_info', help: 'Always 1', labelNames: ['version', 'node'], registers}).set(
    {version, node: process.versions.node},
    1,
  );
  const requests = new Histogram({
    name: 'http_request_duration_seconds',
    help: 'Time to answer a request',
    labelNames: ['method', 'route', 'status'],
    buckets: HTTP_SECONDS,
    registers,
  });
  const updateChecks = checkMetrics(registers);
  const update = runMetrics([ofRuns]);
  const latest = latestMetrics([ofRuns]);
  return {
    observe: ({method, route, status, seconds}) => requests.observe({method, route, status}, seconds),
    text: async () => {
      updateChecks(services.lastChecks());
      const known = await Promise.all([services.figures(), services.schedulerStatus()]).catch(leftOut(log));
      isKnown.set(known === null ? 0 : 1);
      if (known === null) return registry.metrics();
      const [figures, schedule] = known;
      // Nothing may come between: two scrapes at once would add up.
      update(figures);
      latest(figures, schedule);
      return (await Promise.all([registry.metrics(), ofRuns.metrics()])).join('');
    },
    contentType: registry.contentType,
  };
}

/** What is open to everybody says nothing of hosts and ports; the log has the cause. */
function leftOut(log: Log): (error: unknown) => null {
  return (error) => {
    log.warn({fault: scrub(asFailure(error).message)}, 'the figures of runs are left out of /metrics');
    return null;
  };
}

type Figures = Awaited<ReturnType<HttpServices['figures']>>;

function runMetrics(registers: Registry[]) {
  const gauge = (name: string, help: string) => new Gauge({name, help, registers});
  const owed = gauge('distribution_owed_groups', 'Groups that a table still lacks, of unfinished runs');
  const differing = gauge(
    'distribution_differing_rows',
    'Rows that the tables lack or have too many over the lives of the campaigns, as the latest run has found them',
  );
  const unequal = gauge(
    'distribution_unequal_losses',
    'Campaigns of which some groups lose more rows than others, as the latest run has found them; only with LOSSES=tolerated',
  );
  const missed = new Counter({
    name: 'distribution_slots_missed_total',
    help: 'Slots that no run was made for',
    registers,
  });
  const users = new Counter({
    name: 'distribution_users_total',
    help: 'People by what became of them',
    labelNames: ['outcome'],
    registers,
  });
  const rows = new Counter({
    name: 'distribution_rows_written_total',
    help: 'Rows that runs put into each table',
    labelNames: ['table'],
    registers,
  });
  const durations = new Histogram({
    name: 'distribution_run_duration_seconds',
    help: 'From the start of a run to its end',
    buckets: RUN_SECONDS,
    registers,
  });
  let observed: readonly number[] = [];
  return (figures: Figures): void => {
    owed.set(figures.owedGroups);
    differing.set(figures.differingRows);
    unequal.set(figures.unequalLosses);
    for (const counted of [missed, users, rows]) counted.reset();
    missed.inc(figures.slotsMissed);
    for (const [outcome, n] of Object.entries(figures.users)) users.inc({outcome}, n);
    for (const [table, n] of Object.entries(figures.rowsWritten)) rows.inc({table}, n);
    // The same list until a run ends: ten years of runs are not counted anew at each scrape.
    if (figures.durations === observed) return;
    durations.reset();
    for (const seconds of figures.durations) durations.observe(seconds);
    observed = figures.durations;
  };
}
