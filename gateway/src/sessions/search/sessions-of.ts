import type { DatabaseSync } from 'node:sqlite';
import { satisfies, type TextPattern } from '@vectorgate/policy-schema/records-query';

/** Numbers of the sessions whose id or client satisfies one of the patterns. There may be hundreds of thousands. */
export function sessionsOf(
  database: DatabaseSync,
  column: 'id' | 'client',
  any: readonly TextPattern[],
): number[] {
  if (any.every((pattern) => pattern.length === 1)) {
    const named = database.prepare(`SELECT no FROM sessions WHERE ${column} = ?`);
    return any.flatMap(([text]) => named.all(text!)).map(({ no }) => Number(no));
  }
  return any.every((pattern) => pattern.length <= 2)
    ? beginAndEnd(database, column, any)
    : haveThePieces(database, column, any);
}

/** Of patterns with one star the index is asked itself: a row takes more than a number. */
function beginAndEnd(database: DatabaseSync, column: string, any: readonly TextPattern[]): number[] {
  const condition = (pattern: TextPattern): string =>
    pattern.length === 1
      ? `${column} = ?`
      : `(length(${column}) >= length(? || ?) AND substr(${column}, 1, length(?)) = ?
          AND substr(${column}, length(${column}) - length(?) + 1) = ?)`;
  const values = any.flatMap(([begin, end]) =>
    end === undefined ? [begin!] : [begin!, end, begin!, begin!, end, end],
  );
  const row = database
    .prepare(
      `SELECT json_group_array(no) AS numbers FROM sessions
        WHERE ${column} IS NOT NULL AND (${any.map(condition).join(' OR ')})`,
    )
    .get(...values)!;
  return JSON.parse(String(row.numbers)) as number[];
}

/** Those that lack the longest piece of each pattern are not handed out at all; the others are looked at one by one. */
function haveThePieces(database: DatabaseSync, column: string, any: readonly TextPattern[]): number[] {
  const pieces = any.map((pattern) =>
    pattern.reduce((most, piece) => (piece.length > most.length ? piece : most)),
  );
  const found: number[] = [];
  for (const row of database
    .prepare(
      `SELECT no, ${column} FROM sessions
        WHERE ${column} IS NOT NULL AND (${pieces.map(() => `instr(${column}, ?) > 0`).join(' OR ')})`,
    )
    .iterate(...pieces))
    if (satisfies(any, [String(row[column])])) found.push(Number(row.no));
  return found;
}
