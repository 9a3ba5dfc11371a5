import {judgeConfiguration} from '../../src/application/checks/configuration.ts';
import {judgeFolder, judgeRuntime, judgeZoneData} from '../../src/application/checks/machine.ts';
import type {FolderFacts} from '../../src/application/ports/check-facts.ts';
import {expectSaid, NOW, ZONE} from '../support/said-of-checks.ts';

const folder = (change: Partial<FolderFacts>, keepsState = true) =>
  judgeFolder(
    {path: '/sc', isThere: true, isWritable: true, freeBytes: 41e9, disk: 'local', openToOthers: [], logFile: null, ...change}, // biome-ignore format: a row
    keepsState,
  );

describe('what is said of the machine', () => {
  it('of the configuration', () => {
    const read = (faults: string[], warnings: string[]) => judgeConfiguration({faults, warnings, summary: 'STATE=x'});
    expectSaid([
      [read([], []), 'ok: STATE=x |  | '],
      [read([], ['A?', 'B?']), 'warn: A?; B? |  | '],
      [read(['A', 'B'], ['C']), 'fail: A; B | values as softcollection config lists them | '],
    ]);
  });

  it('of the runtime, to the last second of its support', () => {
    const node = (version: string, now: number, driverFault: string | null = null) =>
      judgeRuntime({node: version, platform: 'linux x64', driverFault, zoneData: null}, now);
    const end = Date.parse('2028-04-30T23:59:59Z');
    const over = 'gets no security fixes since';
    expectSaid([
      [node('24.1.0', end), 'ok: Node 24.1.0 (linux x64), security fixes until 2028-04-30 |  | '],
      [node('24.1.0', end + 1), `warn: Node 24.1.0 (linux x64) ${over} 2028-04-30 | Node 22 or 24 | `],
      [node('22.1.0', end), `warn: Node 22.1.0 (linux x64) ${over} 2027-04-30 | Node 22 or 24 | `],
      [node('20.1.0', end), `warn: Node 20.1.0 (linux x64) ${over} 2026-04-30 | Node 22 or 24 | `],
      [node('26.1.0', end), 'ok: Node 26.1.0 (linux x64), security fixes until 2029-04-30 |  | '],
      [node('25.1.0', 0), 'warn: Node 25.1.0 (linux x64) is no release with long support | Node 22 or 24 | '],
      [node('24.1.0', 0, 'it does not load'), 'fail: it does not load |  | '],
    ]);
  });

  it('of the time-zone data', () => {
    const mend = 'install a newer Node, or take the variable TZDIR or NODE_ICU_DATA away that leads to old data';
    const zone = (zoneData: string | null, name = ZONE, now = NOW) => judgeZoneData({zoneData}, name, now);
    // Before March 2024 that was the offset: as if the rules were of then.
    const before = Date.parse('2024-01-15T03:00:00Z');
    expectSaid([
      [zone('2024a'), 'ok: tz 2024a, Asia/Almaty = +05:00 |  | '],
      [zone('2025c', 'UTC'), 'ok: tz 2025c, UTC = +00:00 |  | '],
      [zone('2023d'), `warn: tz 2023d, Asia/Almaty = +05:00 | tz 2024a or later | ${mend}`],
      [
        zone(null),
        'unknown (away): tz of unknown age, Asia/Almaty = +05:00: the runtime does not tell of when its data is |  | ',
      ],
      [zone('2025c', 'UTC', before), `fail: tz 2025c, UTC = +00:00, Asia/Almaty = +06:00 | +05:00 | ${mend}`],
    ]);
  });

  it('of the folder', () => {
    expectSaid([
      [folder({}), 'ok: /sc, 41.0 GB free |  | '],
      [folder({isThere: false, freeBytes: 1e9}), 'ok: /sc is made at the first start, 1.0 GB free |  | '],
      [folder({freeBytes: 999e6}), 'warn: /sc: 1.0 GB free | at least 1 GB | '],
      [folder({freeBytes: 1e8}), 'warn: /sc: 0.1 GB free | at least 1 GB | '],
      [folder({freeBytes: 99e6}), 'fail: /sc: 0.1 GB free | at least 1 GB | '],
      [folder({isWritable: false}), 'fail: /sc cannot be written by this user |  | chown it, or set DATA_DIR'],
      [folder({logFile: {path: '/l', isWritable: true}}), 'ok: /sc, 41.0 GB free |  | '],
      [folder({logFile: {path: '/l', isWritable: false}}), 'fail: LOG_FILE /l cannot be written by this user |  | '],
      [
        folder({openToOthers: ['/sc', '/sc/a']}),
        'warn: other accounts may read /sc, /sc/a | 0700 and 0600 | chmod go-rwx /sc /sc/a',
      ],
      [folder({disk: 'network'}), "fail: /sc is on a network disk, where SQLite's locks do not hold | a local disk | "],
      [folder({disk: 'memory'}), 'warn: /sc is in memory, and gone at a restart | a local disk | '],
      [folder({disk: 'network'}, false), 'ok: /sc, 41.0 GB free |  | '],
    ]);
  });
});
