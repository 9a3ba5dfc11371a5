import {oracleCatalogue} from '../../../src/adapters/oracle/catalogue.ts';
import {oracleDatabase} from '../../../src/adapters/oracle/oracle-database.ts';
import {oracleCampaignSource, oracleUserSource} from '../../../src/adapters/oracle/sources.ts';
import {campaignSourceContract} from '../../contracts/campaign-source.ts';
import {userSourceContract} from '../../contracts/user-source.ts';
import {GIVEN_ORACLE} from '../../support/given-oracle.ts';
import {literal, tickingStatements} from '../../support/oracle-clock.ts';
import {fillSources} from '../../support/oracle-data.ts';
import {type OracleServers, startOracleServers} from '../../support/oracle-servers.ts';

const CALL = {callTimeoutMs: 20_000};

describe('Oracle', function () {
  this.timeout(60_000);
  let servers: OracleServers;
  before(async () => {
    servers = startOracleServers();
    // A given Oracle may have it from an earlier time.
    if (GIVEN_ORACLE) await servers.dssb.sql('DROP TABLE DSSB_APP.TEST_CLOCK').catch(() => {});
    await servers.dssb.sql('CREATE TABLE DSSB_APP.TEST_CLOCK (MOMENT DATE)');
    await servers.dssb.sql('INSERT INTO DSSB_APP.TEST_CLOCK VALUES (SYSDATE)');
  });
  after(() => servers?.stop());

  campaignSourceContract(
    'Oracle',
    async () => {
      const db = oracleDatabase({access: servers.dssb.access, database: 'dssb_app', ...CALL});
      return {
        source: oracleCampaignSource(db, tickingStatements, oracleCatalogue(db, tickingStatements, 'dssb_app')),
        setSysdate: (now) => servers.dssb.sql(`UPDATE DSSB_APP.TEST_CLOCK SET MOMENT = ${literal(now, 'date')}`),
        fill: (rows) => fillSources(servers, rows, []),
        close: () => db.close(),
      };
    },
    {numRuns: 20},
  );

  userSourceContract(
    'Oracle',
    async () => {
      const db = oracleDatabase({access: servers.spss.access, database: 'spss', ...CALL});
      return {
        source: oracleUserSource(db, tickingStatements, oracleCatalogue(db, tickingStatements, 'spss')),
        reading: (columns) =>
          oracleUserSource(db, tickingStatements, oracleCatalogue(db, tickingStatements, 'spss'), columns),
        fill: (rows) => fillSources(servers, [], rows),
        close: () => db.close(),
      };
    },
    {numRuns: 20},
  );
});
