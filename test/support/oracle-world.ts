import {systemClock} from '../../src/adapters/clock/system-clock.ts';
import {oracleCatalogue} from '../../src/adapters/oracle/catalogue.ts';
import {oracleGroupTables} from '../../src/adapters/oracle/group-tables.ts';
import {oracleDatabase} from '../../src/adapters/oracle/oracle-database.ts';
import {oracleCampaignSource, oracleUserSource} from '../../src/adapters/oracle/sources.ts';
import {oracleStatements} from '../../src/adapters/oracle/statements.ts';
import type {RunDeps} from '../../src/application/run/run-request.ts';
import type {OracleServers} from './oracle-servers.ts';
import type {World} from './world.ts';

export const statements = oracleStatements({dssb: 'DSSB_APP', spss: 'SPSS', source: 'SPSS_USER_DRACRM'});

/** A process of the service: the use case on pools of its own, and pauses a hundred times as short. */
export function oracleProcess(
  servers: OracleServers,
  world: World,
  {callTimeoutMs = 20_000, batchRows = 10_000, lockWaitMs = 20_000} = {},
) {
  const dssb = oracleDatabase({access: servers.dssb.access, database: 'dssb_app', callTimeoutMs});
  const spss = oracleDatabase({access: servers.spss.access, database: 'spss', callTimeoutMs});
  const columns = {
    dssb_app: oracleCatalogue(dssb, statements, 'dssb_app'),
    spss: oracleCatalogue(spss, statements, 'spss'),
  };
  const options = {statements, batchRows, lockWaitMs, onWait: () => {}};
  const deps: Partial<RunDeps> = {
    campaigns: oracleCampaignSource(dssb, statements, columns.dssb_app),
    users: oracleUserSource(spss, statements, columns.spss),
    tables: {
      dssb_app: oracleGroupTables(dssb, {...options, columns: columns.dssb_app}),
      spss: oracleGroupTables(spss, {...options, columns: columns.spss}),
    },
    clock: {...world.clock, sleep: (ms, signal) => systemClock.sleep(ms / 100, signal)},
  };
  return {
    deps,
    close: async () => {
      await dssb.close();
      await spss.close();
    },
  };
}
