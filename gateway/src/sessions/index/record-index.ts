import { rmSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { GateError } from '../../errors/gate-error.ts';
import type { RecorderLogger } from '../recorder-logger.ts';
import type { ColumnStore } from '../search/column-store.ts';
import type { IndexEntry } from './index-entry.ts';
import { indexSchema, indexVersion } from './index-schema.ts';
import { IndexWriter } from './index-writer.ts';
import { removeRows } from './remove-rows.ts';

/** How far the index knows the log. */
export interface IndexProgress {
  /** Number of the record that comes next. */
  readonly sequence: number;
  readonly segment: number;
  /** Bytes of that segment which the index knows to be durable. */
  readonly durable: number;
  /** Chain hash of the last record it knows. */
  readonly chain: Buffer;
}

/** Entries wait at most this long (ms) or until there are this many; readers never wait for them. */
const settleAfter = 250;
const settleAt = 500;
/**
 * Where many come at once and nobody waits for an answer, larger transactions write each page less often, and what is
 * touched again and again stays in memory.
 */
const bulkAt = 4_096;
const inSteps = 'PRAGMA cache_size = -2000; PRAGMA wal_autocheckpoint = 1000; PRAGMA shrink_memory';
const inBulk = 'PRAGMA cache_size = -32000; PRAGMA wal_autocheckpoint = 8000';
/** While the index cannot be made, it is tried at most this often (ms). */
const reviveAfter = 1000;
/** Entries that wait behind a gap. */
const mostWaiting = 100 * settleAt;

/**
 * The index over the log: an SQLite file that may be deleted at any time. The log is the truth; whenever the
 * index cannot be written or lags behind, it is filled anew from there, and no record is refused for its sake.
 */
export class RecordIndex {
  readonly #path: string;
  readonly #logger: RecorderLogger;
  #open: { readonly database: DatabaseSync; readonly writer: IndexWriter } | undefined;
  #pending: IndexEntry[] = [];
  #timer: NodeJS.Timeout | undefined;
  #bulk = false;
  #next = 0;
  #revived = Number.NEGATIVE_INFINITY;
  /** One past the last entry that was ever handed in. */
  #target = 0;
  /** Where the log begins: what was before was removed. */
  #start = { sequence: 0, segment: 0 };

  constructor(path: string, logger: RecorderLogger) {
    this.#path = path;
    this.#logger = logger;
    try {
      this.#open = openIndex(path);
      this.#next = this.progress().sequence;
    } catch (err) {
      this.remake(err);
    }
    this.#target = this.#next;
  }

  /**
   * The records before number `sequence` were removed, with the segments up to this one. Their rows go, and so do
   * sessions of which nothing is left; what a session counts it keeps.
   */
  startAt(sequence: number, segment: number): void {
    this.#start = { sequence, segment };
    if (sequence === 0 || this.#open === undefined) return;
    this.settle();
    try {
      // An index that lags behind what is there to be read has a gap that nothing fills.
      if (this.#next < sequence) this.reset();
      else this.#open = { ...this.#open, writer: removeRows(this.#open.database, sequence, segment) };
    } catch (err) {
      this.remake(err);
    }
    this.#target = Math.max(this.#target, this.#next);
  }

  /** Takes the next entry of the log. Cheap: writing happens later, together with others. */
  add(entry: IndexEntry): void {
    this.#pending.push(entry);
    this.#target = Math.max(this.#target, entry.at.sequence + 1);
    if (this.#pending.length % (this.#bulk ? bulkAt : settleAt) === 0) this.settle();
    else this.#timer ??= setTimeout(() => this.settle(), settleAfter).unref();
  }

  /** For reading a log before anybody asks: what is added within `work` is written in larger transactions. */
  async inBulk<Result>(work: () => Promise<Result>): Promise<Result> {
    this.#bulk = true;
    this.#open?.database.exec(inBulk);
    try {
      return await work();
    } finally {
      this.settle();
      this.#bulk = false;
      this.#open?.database.exec(`PRAGMA wal_checkpoint(TRUNCATE); ${inSteps}`);
    }
  }

  /** Writes what waits. A failure empties the index; `isComplete` tells. */
  settle(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const pending = this.#takeConsecutive();
    if (pending.length === 0 || this.#open === undefined) return;
    try {
      this.#open.writer.write(pending);
      this.#next = pending.at(-1)!.at.sequence + 1;
    } catch (err) {
      this.#logger.error({ err }, 'the index of the records cannot be written: it is made anew from the log');
      this.reset();
    }
  }

  /**
   * Those that follow what is written, in order. Behind a gap (the index was emptied) entries wait while they are
   * few; the log has them all, and `isComplete` makes readers fetch them.
   */
  #takeConsecutive(): IndexEntry[] {
    const pending = this.#pending;
    this.#pending = [];
    const whole =
      pending[0]?.at.sequence === this.#next &&
      pending.at(-1)!.at.sequence === this.#next + pending.length - 1;
    if (whole) return pending;
    const taken: IndexEntry[] = [];
    for (const entry of pending.toSorted((a, b) => a.at.sequence - b.at.sequence)) {
      if (entry.at.sequence === this.#next + taken.length) taken.push(entry);
      else if (entry.at.sequence > this.#next && this.#pending.length < mostWaiting)
        this.#pending.push(entry);
    }
    return taken;
  }

  /** False when records of the log are missing here and it has to be read again from `progress` on. */
  isComplete(): boolean {
    return this.#open !== undefined && this.#next === this.#target;
  }

  progress(): IndexProgress {
    const row = this.database().prepare('SELECT sequence, segment, durable, chain FROM progress').get()!;
    return {
      sequence: Number(row.sequence),
      segment: Number(row.segment),
      durable: Number(row.durable),
      chain: Buffer.from(row.chain as Uint8Array),
    };
  }

  /** Decisions whose intent has no outcome. */
  unknownOutcomes(): number {
    return this.#open?.writer.open ?? 0;
  }

  /** Throws `GateError` code `index-unavailable`. */
  database(): DatabaseSync {
    if (this.#open === undefined && performance.now() - this.#revived > reviveAfter) {
      this.#revived = performance.now();
      this.reset();
    }
    if (this.#open !== undefined) return this.#open.database;
    throw new GateError(
      'index-unavailable',
      'Records cannot be listed now: their index cannot be written. See the log of the gateway.',
    );
  }

  /** What is searched. Throws as `database` does. */
  columns(): ColumnStore {
    this.database();
    return this.#open!.writer.columns;
  }

  /** Starts anew because what is there cannot be used. */
  remake(err: unknown): void {
    this.#logger.warn({ err }, 'the index of the records cannot be used and is made anew');
    this.reset();
  }

  /** Starts with an empty index. */
  reset(): void {
    this.#open?.database.close();
    this.#open = undefined;
    this.#next = 0;
    try {
      for (const suffix of ['', '-wal', '-shm']) rmSync(this.#path + suffix, { force: true });
      this.#open = openIndex(this.#path);
      if (this.#bulk) this.#open.database.exec(inBulk);
      this.#next = beginAt(this.#open.database, this.#start);
    } catch (err) {
      this.#logger.error({ err }, 'the index of the records cannot be made');
    }
  }

  close(): void {
    this.settle();
    this.#revived = Number.POSITIVE_INFINITY;
    this.#open?.database.close();
    this.#open = undefined;
  }
}

/** An empty index of a log that begins there. Returns the number of its first record. */
function beginAt(
  database: DatabaseSync,
  { sequence, segment }: { sequence: number; segment: number },
): number {
  database.prepare('UPDATE progress SET sequence = ?, segment = ?').run(sequence, segment);
  return sequence;
}

function openIndex(path: string): { database: DatabaseSync; writer: IndexWriter } {
  const database = new DatabaseSync(path);
  try {
    database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA temp_store = MEMORY');
    const present = database.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'progress'").get();
    if (present === undefined) database.exec(`BEGIN; ${indexSchema} COMMIT`);
    const version = Number(database.prepare('SELECT version FROM progress').get()?.version);
    if (version !== indexVersion)
      throw new Error(`the index has version ${version}, this gateway uses ${indexVersion}`);
    return { database, writer: new IndexWriter(database) };
  } catch (error) {
    database.close();
    throw error;
  }
}
