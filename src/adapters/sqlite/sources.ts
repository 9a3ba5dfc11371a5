import type {CampaignSource} from '../../application/ports/campaign-source.ts';
import type {UserSource} from '../../application/ports/user-source.ts';
import type {TheoryRow} from '../../domain/campaigns.ts';
import type {WallTime} from '../../domain/ids.ts';
import type {SqliteFile} from './sqlite-file.ts';
import {sqliteStatements} from './statements.ts';

export function sqliteCampaignSource(dssb: SqliteFile, sysdate: () => WallTime): CampaignSource {
  return () => dssb.use((db) => db.prepare<[string], TheoryRow>(sqliteStatements.campaigns).all(sysdate()));
}

export function sqliteUserSource(spss: SqliteFile): UserSource {
  return async function* ({from, to}) {
    for await (const rows of spss.stream<[string | null]>(sqliteStatements.users, [from, to]))
      yield rows.map(([iin]) => iin);
  };
}
