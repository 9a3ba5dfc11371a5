import type {MemberRow} from '../../application/ports/group-tables.ts';
import type {TheoryId} from '../../domain/ids.ts';

export function memberRows(rows: readonly [theoryId: string, iin: string | null][]): MemberRow[] {
  return rows.map(([theoryId, iin]) => ({theoryId: parseId(theoryId), iin}));
}

/** A CHAR column comes padded with blanks. */
export function parseId(text: string): TheoryId {
  return text.trimEnd() as TheoryId;
}
