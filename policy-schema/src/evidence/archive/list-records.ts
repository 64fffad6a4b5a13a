import type { ArchiveRow, ArchiveRows } from './archive-rows.ts';
import { numberOf, textOf } from './read-row.ts';

/** A record as the list of them has it. */
export interface ListedRecord {
  readonly number: number;
  readonly id: string;
  readonly session: string;
  readonly kind: string;
}

const page = 2_000;
const columns = 'SELECT number, id, session, kind FROM records';

/**
 * The records of an archive by their numbers. Where the list is damaged, those before and behind that place, and `damage`.
 */
export async function listRecords(
  rows: ArchiveRows,
): Promise<{ readonly records: readonly ListedRecord[]; readonly damage?: unknown }> {
  const records: ListedRecord[] = [];
  let damage: unknown;
  const take = (found: readonly ArchiveRow[]): void => {
    for (const row of found) {
      const number = numberOf(row.number);
      const last = records.at(-1);
      if (last !== undefined && number <= last.number) throw new Error(`record ${number} is out of order`);
      records.push({ number, id: textOf(row.id), session: textOf(row.session), kind: textOf(row.kind) });
    }
  };
  const ahead = async (most: number): Promise<void> => {
    for (;;) {
      const last = records.at(-1)?.number ?? -1;
      const found = await rows.all(`${columns} WHERE number > ? ORDER BY number LIMIT ${most}`, [last]);
      take(found);
      if (found.length < most) return;
    }
  };
  try {
    await ahead(page);
    return { records };
  } catch (error) {
    damage = error;
  }
  // Up to the very row, and then from the other end.
  await ahead(1).catch((error: unknown) => {
    damage = error;
  });
  const from = records.at(-1)?.number ?? -1;
  const behind: ArchiveRow[] = [];
  try {
    for (let before = Number.MAX_SAFE_INTEGER; ; ) {
      const [row] = await rows.all(`${columns} WHERE number < ? ORDER BY number DESC LIMIT 1`, [before]);
      const number = row && numberOf(row.number);
      if (row === undefined || number === undefined || number <= from || number >= before) break;
      behind.push(row);
      before = number;
    }
  } catch {
    // That is the other end of the damage.
  }
  try {
    take(behind.reverse());
  } catch {
    // What of it was in order is taken.
  }
  return { records, damage };
}
