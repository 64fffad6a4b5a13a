import { closeSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync, type SQLOutputValue, type StatementSync } from 'node:sqlite';
import { GateError } from '../../errors/gate-error.ts';
import type { StateRow, StateStore } from './state-store.ts';

const schema = `
  -- Held for good: whoever could lock this file could hold the gateway up, and lose the provider's next token to it.
  PRAGMA locking_mode = EXCLUSIVE;
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = FULL;
  PRAGMA busy_timeout = 5000;
  CREATE TABLE IF NOT EXISTS state (
    kind TEXT NOT NULL,
    key TEXT NOT NULL,
    family TEXT,
    alias TEXT,
    expires INTEGER NOT NULL,
    consumed INTEGER,
    sealed BLOB NOT NULL,
    PRIMARY KEY (kind, key)
  ) WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS state_family ON state (family) WHERE family IS NOT NULL;
  CREATE INDEX IF NOT EXISTS state_alias ON state (alias) WHERE alias IS NOT NULL;
  CREATE INDEX IF NOT EXISTS state_expires ON state (expires);
`;

/** Expired rows are swept at most this often, in seconds. */
const sweepEvery = 300;

const row = (found: Record<string, SQLOutputValue>): StateRow => {
  const { kind, key, family, alias, expires, consumed, sealed } = found;
  if (
    typeof kind !== 'string' ||
    typeof key !== 'string' ||
    typeof expires !== 'number' ||
    !(sealed instanceof Uint8Array)
  ) {
    throw new GateError(
      'sign-in-state',
      'VectorGate: a row of the sign-in state is not of the shape it was written in.',
    );
  }
  return {
    kind,
    key,
    expires,
    sealed,
    ...(typeof family === 'string' && { group: family }),
    ...(typeof alias === 'string' && { alias }),
    ...(typeof consumed === 'number' && { consumed }),
  };
};

/** Sign-in state in one SQLite file, readable by this user only. */
export class SqliteStateStore implements StateStore {
  readonly #database: DatabaseSync;
  readonly #now: () => number;
  readonly #put: StatementSync;
  readonly #replace: StatementSync;
  readonly #get: StatementSync;
  readonly #getByAlias: StatementSync;
  readonly #list: StatementSync;
  readonly #listGroup: StatementSync;
  readonly #consume: StatementSync;
  readonly #remove: StatementSync;
  readonly #removeGroup: StatementSync;
  readonly #sweep: StatementSync;
  #swept = 0;

  /** `now` gives seconds since the epoch. Throws `GateError` code `sign-in-state` when the file cannot be used. */
  constructor(file: string, now: () => number) {
    this.#now = now;
    try {
      mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
      closeSync(openSync(file, 'a', 0o600));
      this.#database = new DatabaseSync(file);
      this.#database.exec(schema);
    } catch (cause) {
      const used = cause instanceof Error && /locked|busy/.test(cause.message);
      throw new GateError(
        'sign-in-state',
        used
          ? `VectorGate cannot start: another process uses the sign-in state in ${file}. Stop it, or give this gateway a data folder of its own.`
          : `VectorGate cannot start: the sign-in state in ${file} cannot be opened. Make the folder writable for this user, or move the file away (everybody then signs in again).`,
        {},
        { cause },
      );
    }
    const prepare = (sql: string): StatementSync => this.#database.prepare(sql);
    this.#put = prepare(
      'INSERT INTO state (kind, key, family, alias, expires, consumed, sealed) VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (kind, key) DO UPDATE SET family = excluded.family, alias = excluded.alias, expires = excluded.expires, consumed = coalesce(state.consumed, excluded.consumed), sealed = excluded.sealed',
    );
    this.#replace = prepare(
      'UPDATE state SET family = ?, alias = ?, expires = ?, sealed = ? WHERE kind = ? AND key = ? AND expires > ?',
    );
    this.#get = prepare('SELECT * FROM state WHERE kind = ? AND key = ? AND expires > ?');
    this.#getByAlias = prepare('SELECT * FROM state WHERE alias = ? AND kind = ? AND expires > ?');
    this.#list = prepare('SELECT * FROM state WHERE kind = ? AND expires > ?');
    this.#listGroup = prepare('SELECT * FROM state WHERE family = ? AND kind = ? AND expires > ?');
    this.#consume = prepare(
      'UPDATE state SET consumed = ? WHERE kind = ? AND key = ? AND consumed IS NULL AND expires > ?',
    );
    this.#remove = prepare('DELETE FROM state WHERE kind = ? AND key = ?');
    this.#removeGroup = prepare('DELETE FROM state WHERE family = ? AND kind = ?');
    this.#sweep = prepare('DELETE FROM state WHERE expires <= ?');
  }

  async put({ kind, key, group, alias, expires, consumed, sealed }: StateRow): Promise<void> {
    this.#put.run(kind, key, group ?? null, alias ?? null, expires, consumed ?? null, sealed);
    const now = this.#now();
    if (now - this.#swept > sweepEvery) {
      this.#swept = now;
      this.#sweep.run(now);
    }
  }

  async replace({ kind, key, group, alias, expires, sealed }: StateRow): Promise<boolean> {
    return (
      this.#replace.run(group ?? null, alias ?? null, expires, sealed, kind, key, this.#now()).changes === 1
    );
  }

  async get(kind: string, key: string): Promise<StateRow | undefined> {
    const found = this.#get.get(kind, key, this.#now());
    return found && row(found);
  }

  async getByAlias(kind: string, alias: string): Promise<StateRow | undefined> {
    const found = this.#getByAlias.get(alias, kind, this.#now());
    return found && row(found);
  }

  async list(kind: string, group?: string): Promise<readonly StateRow[]> {
    const now = this.#now();
    return (group === undefined ? this.#list.all(kind, now) : this.#listGroup.all(group, kind, now)).map(row);
  }

  async consume(kind: string, key: string, instant: number): Promise<boolean> {
    return this.#consume.run(instant, kind, key, this.#now()).changes === 1;
  }

  async remove(kind: string, key: string): Promise<void> {
    this.#remove.run(kind, key);
  }

  async removeGroup(kind: string, group: string): Promise<void> {
    this.#removeGroup.run(group, kind);
  }

  async close(): Promise<void> {
    this.#database.close();
  }
}
