import {type OracleStatements, oracleStatements} from '../../src/adapters/oracle/statements.ts';

/** The statements as they are sent, but with SYSDATE read from a table that a test can set. */
export const tickingStatements: OracleStatements = (() => {
  const statements = oracleStatements({dssb: 'DSSB_APP', spss: 'SPSS', source: 'SPSS_USER_DRACRM'});
  const ticking = (sql: string) => sql.replaceAll('SYSDATE', '(SELECT MOMENT FROM DSSB_APP.TEST_CLOCK)');
  return Object.fromEntries(
    Object.entries(statements).map(([name, statement]) => [
      name,
      typeof statement === 'string'
        ? ticking(statement)
        : (...args: never[]) => ticking((statement as (...args: never[]) => string)(...args)),
    ]),
  ) as OracleStatements;
})();

/** A value as Oracle text. */
export function literal(value: string | null, kind: 'text' | 'date' = 'text'): string {
  if (value === null) return 'NULL';
  const quoted = `'${value.replaceAll("'", "''")}'`;
  return kind === 'date' ? `TO_DATE(${quoted}, 'YYYY-MM-DD HH24:MI:SS')` : quoted;
}
