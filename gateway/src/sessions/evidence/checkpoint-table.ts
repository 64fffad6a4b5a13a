import type { Client } from 'pg';
import { GateError } from '../../errors/gate-error.ts';
import type { CheckpointPlace } from './checkpoint-place.ts';
import { databaseTrouble } from './database-trouble.ts';

/** The tables, as docs/evidence.md has whoever runs the database make them. */
const checkpoints = 'vectorgate_checkpoints';
const keys = 'vectorgate_checkpoint_keys';

/** How long the database may take to answer. */
const mostMilliseconds = 10_000;
/** Bytes of a short checkpoint: how many rows are about so many bytes. */
const leastBytes = 200;

/**
 * Checkpoints and public keys as rows of a PostgreSQL database, for a role that may read and add, and change or take
 * away nothing. A row that was added before its acknowledgement was lost is not added twice.
 */
export class CheckpointTable implements CheckpointPlace {
  readonly #url: string;
  readonly #origin: string;
  #client: Promise<Client> | undefined;

  /** `url`: a connection URL that `connectionUrl` took. */
  constructor(url: string, origin: string) {
    this.#url = url;
    this.#origin = origin;
  }

  /**
   * Throws `GateError` whose `detail.reason` says what is missing: a table, a right, or that the role has a right which
   * it must not have.
   */
  async assertAppendOnly(): Promise<void> {
    const rows = await this.#rows<{ name: string; may: boolean; must_not: boolean }>(
      `SELECT name, has_table_privilege(name, 'SELECT') AND has_table_privilege(name, 'INSERT') AS may,
              has_table_privilege(name, 'UPDATE, DELETE, TRUNCATE') AS must_not
       FROM unnest($1::text[]) AS name`,
      [[checkpoints, keys]],
    );
    for (const { name, may, must_not } of rows) {
      if (must_not)
        throw trouble(`its role may change or remove what is in ${name}, which then proves nothing`);
      if (!may) throw trouble(`its role may not read ${name} and add to it`);
    }
  }

  async readCheckpoints(
    most = Number.POSITIVE_INFINITY,
  ): Promise<{ readonly text: string; readonly whole: boolean }> {
    const limit = Number.isFinite(most) ? Math.max(1, Math.ceil(most / leastBytes)) : undefined;
    const rows = await this.#rows<{ note: string }>(
      `SELECT note FROM ${checkpoints} WHERE origin = $1 ORDER BY id DESC LIMIT $2`,
      [this.#origin, limit === undefined ? null : limit + 1],
    );
    const whole = limit === undefined || rows.length <= limit;
    const newest = (whole ? rows : rows.slice(0, limit)).reverse();
    return { text: newest.map(({ note }) => `${note}\n`).join(''), whole };
  }

  async appendCheckpoint(entry: string): Promise<void> {
    await this.#rows(
      `INSERT INTO ${checkpoints} (origin, note) VALUES ($1, $2) ON CONFLICT (origin, note) DO NOTHING`,
      // As `psql -At` prints it: the end of the row is the empty line behind the note.
      [this.#origin, entry.slice(0, -1)],
    );
  }

  async readKeys(): Promise<string> {
    const rows = await this.#rows<{ key: string }>(`SELECT key FROM ${keys} WHERE origin = $1 ORDER BY id`, [
      this.#origin,
    ]);
    return rows.map(({ key }) => `${key}\n`).join('');
  }

  /** Adds what is not there yet: keys only ever come. */
  async writeKeys(text: string): Promise<void> {
    for (const key of text.split('\n').filter((line) => line !== ''))
      await this.#rows(
        `INSERT INTO ${keys} (origin, key) VALUES ($1, $2) ON CONFLICT (origin, key) DO NOTHING`,
        [this.#origin, key],
      );
  }

  async close(): Promise<void> {
    const client = this.#client;
    this.#client = undefined;
    await (await client?.catch(() => undefined))?.end().catch(() => undefined);
  }

  async #rows<Row>(text: string, values: readonly unknown[]): Promise<Row[]> {
    try {
      this.#client ??= this.#connect();
      const client = await this.#client;
      return (await client.query(text, [...values])).rows as Row[];
    } catch (cause) {
      await this.close();
      throw databaseTrouble(cause);
    }
  }

  async #connect(): Promise<Client> {
    // Loaded by the first gateway that publishes so.
    const { Client } = await import('pg');
    const client = new Client({
      connectionString: this.#url,
      application_name: 'vectorgate',
      connectionTimeoutMillis: mostMilliseconds,
      query_timeout: mostMilliseconds,
      keepAlive: true,
    });
    // A connection that breaks between two checkpoints is made anew for the next.
    client.on('error', () => {
      this.#client = undefined;
    });
    await client.connect();
    return client;
  }
}

const trouble = (reason: string): GateError =>
  new GateError('checkpoints-unpublished', `Checkpoints cannot be published: ${reason}.`, { reason });
