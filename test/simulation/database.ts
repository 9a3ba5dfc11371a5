import {Failure} from '../../src/application/failure.ts';
import type {GroupTables, LockedTable, NewRows} from '../../src/application/ports/group-tables.ts';
import type {WallTime} from '../../src/domain/ids.ts';
import type {Database, Table} from '../../src/domain/tables.ts';
import {type GroupRow, type MemoryTables, memoryGroupTables, newRows} from '../support/memory/group-tables.ts';
import {type FaultDealer, outsideCall} from './faults.ts';
import type {Process, Scheduler} from './scheduler.ts';

/** A session's transaction; the database ends it when the process is dead, or by itself when it kills the session. */
export type Session = {readonly process: Process; gone: boolean};

const LOCK_WAIT_MS = 30_000;

/** A database with table locks and sessions, shared by all processes. */
export class SimulatedDatabase {
  readonly name: Database;
  readonly tables: MemoryTables;
  readonly locks = new Map<Table, Session>();
  /** Until then nobody can write, though all can read. */
  writableFrom = 0;
  readonly sysdate: () => WallTime;

  constructor(name: Database, tables: MemoryTables, sysdate: () => WallTime) {
    this.name = name;
    this.tables = tables;
    this.sysdate = sysdate;
  }

  /** The port as one process sees it. */
  connect(world: {scheduler: Scheduler; dealer: FaultDealer}, process: Process): GroupTables {
    const plain = memoryGroupTables(this.tables, this.sysdate);
    const call = <Result>(what: string, effect: () => Result | Promise<Result>) =>
      outsideCall(world, process, {call: `${this.name}.${what}`, database: this.name}, effect);
    return {
      sysdate: () => call('sysdate', plain.sysdate),
      earliestTabs: (...args) => call('earliestTabs', () => plain.earliestTabs(...args)),
      count: (...args) => call('count', () => plain.count(...args)),
      warnings: plain.warnings,
      totals: (...args) => call('totals', () => plain.totals(...args)),
      async *members(...args) {
        for await (const rows of plain.members(...args)) {
          for (const half of halves(rows)) yield await call('members', () => half);
        }
      },
      lock: (table, work) => this.#lock(world.scheduler, process, call, table, work),
    };
  }

  async #lock<Result>(
    scheduler: Scheduler,
    process: Process,
    call: <Answer>(what: string, effect: () => Answer | Promise<Answer>) => Promise<Answer>,
    table: Table,
    work: (locked: LockedTable) => Promise<Result>,
  ): Promise<Result> {
    const session: Session = {process, gone: false};
    try {
      await call('lock', () => this.#acquire(scheduler, session, table));
      return await work({
        existingRows: async function* (
          this: SimulatedDatabase,
          ...[theoryIds, since]: Parameters<LockedTable['existingRows']>
        ) {
          const standing = await call('standing', () => this.#read(session, table, theoryIds, since));
          yield* halves(standing);
        }.bind(this),
        insertAndCommit: async (rows) => {
          const added = await call('insert', () => this.#insert(session, rows));
          await call('commit', () => this.#commit(session, table, added));
        },
      });
    } finally {
      this.#release(session, table);
    }
  }

  async #acquire(scheduler: Scheduler, session: Session, table: Table): Promise<void> {
    if (scheduler.now < this.writableFrom)
      throw new Failure('unreachable', 'simulated: no space', {database: this.name});
    const deadline = scheduler.now + LOCK_WAIT_MS;
    for (;;) {
      const holder = this.locks.get(table);
      // The database rolls back what a dead process left open.
      if (!holder || holder.gone || !holder.process.alive) break;
      if (scheduler.now >= deadline) throw new Failure('unreachable', 'simulated: locked', {database: this.name});
      await scheduler.wait(session.process, 50);
    }
    this.locks.set(table, session);
  }

  #read(session: Session, table: Table, theoryIds: readonly string[], since: WallTime): readonly GroupRow[] {
    this.#alive(session);
    const isWanted = (row: GroupRow) => theoryIds.includes(row.theoryId) && (row.insertDatetime ?? '') >= since;
    return this.tables.get(table)!.filter(isWanted);
  }

  #insert(session: Session, rows: readonly NewRows[]): GroupRow[] {
    this.#alive(session);
    return rows.flatMap((group) => newRows(group, this.sysdate()));
  }

  #commit(session: Session, table: Table, added: readonly GroupRow[]): void {
    this.#alive(session);
    this.tables.get(table)!.push(...added);
    this.#release(session, table);
  }

  #alive({gone}: Session): void {
    if (gone) throw new Failure('unreachable', 'simulated: your session has been killed', {database: this.name});
  }

  #release(session: Session, table: Table): void {
    if (this.locks.get(table) === session) this.locks.delete(table);
  }

  /** Ends the session that holds a table's lock, as a DBA would: its work is rolled back. */
  killHolder(table: Table): void {
    const holder = this.locks.get(table);
    if (holder) holder.gone = true;
  }
}

function halves<Row>(rows: readonly Row[]): Row[][] {
  const middle = rows.length >> 1;
  return [rows.slice(0, middle), rows.slice(middle)].filter((half) => half.length > 0);
}
