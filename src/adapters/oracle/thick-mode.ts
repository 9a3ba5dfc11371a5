import oracledb from 'oracledb';
import {Failure} from '../../application/failure.ts';

/**
 * Loads the Oracle Client from a folder: all sessions of this thread then speak through it (Thick mode), which knows native
 * network encryption. Before the first pool; may be said twice.
 */
export function useOracleClient(libDir: string, configDir: string | null): void {
  try {
    oracledb.initOracleClient({libDir, ...(configDir === null ? {} : {configDir})});
  } catch (cause) {
    const code = /\b(DPI-\d{4}|NJS-\d{3})\b/.exec(String(cause))?.[0] ?? 'no code';
    throw new Failure('configuration', `ORACLE_CLIENT_DIR: no Oracle Client can be loaded from ${libDir} (${code})`, {
      advice:
        'put an Oracle Instant Client there (19 or later, for this processor, libaio installed), and its folder into the library path (ldconfig or LD_LIBRARY_PATH); or unset it for Thin mode',
      cause,
    });
  }
}
