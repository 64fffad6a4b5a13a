/** A value in a row of SQLite, as node:sqlite and sql.js both give it. */
export type ArchiveValue = string | number | bigint | Uint8Array | null;
export type ArchiveRow = Readonly<Record<string, ArchiveValue>>;

/**
 * The one thing an archive is read by: a statement and its parameters give rows. node:sqlite and sql.js are one each in
 * a few lines; sql.js in a worker may answer later. What it throws counts as damage at that place.
 */
export interface ArchiveRows {
  all(
    sql: string,
    parameters?: readonly (string | number)[],
  ): readonly ArchiveRow[] | Promise<readonly ArchiveRow[]>;
}
