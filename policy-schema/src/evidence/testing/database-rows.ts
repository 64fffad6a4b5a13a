import type { DatabaseSync } from 'node:sqlite';
import type { ArchiveRows } from '../archive/archive-rows.ts';

/** Rows of an open database of node:sqlite. */
export const databaseRows = (database: DatabaseSync): ArchiveRows => ({
  all: (sql, parameters = []) => database.prepare(sql).all(...parameters) as never,
});
