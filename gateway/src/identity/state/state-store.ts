/** One row of sign-in state. The store sees digests and ciphertext only. */
export interface StateRow {
  /** What it is: `Grant`, `RefreshToken`, `session`, `signing-key`, … */
  readonly kind: string;
  /** Keyed digest of its id. */
  readonly key: string;
  /** Keyed digest of what it falls with (a grant), if anything. */
  readonly group?: string;
  /** Keyed digest of a second id under which it is found, if any. */
  readonly alias?: string;
  /** Seconds since the epoch after which it is as good as gone. */
  readonly expires: number;
  /** Seconds since the epoch; present once it was used up. */
  readonly consumed?: number;
  /** AES-256-GCM: nonce, ciphertext, tag. */
  readonly sealed: Uint8Array;
}

/**
 * Where sign-in state lies. SQLite fills it for one gateway; a shared database can fill it for several. Every write
 * is durable when its promise resolves. Rows that expired are never returned.
 */
export interface StateStore {
  /** Inserts or replaces. */
  put(row: StateRow): Promise<void>;
  /** Replaces a row that is there. False when it is not: what was removed meanwhile stays removed. */
  replace(row: StateRow): Promise<boolean>;
  get(kind: string, key: string): Promise<StateRow | undefined>;
  getByAlias(kind: string, alias: string): Promise<StateRow | undefined>;
  list(kind: string, group?: string): Promise<readonly StateRow[]>;
  /** Marks as used up, atomically. False when it already was, or is not there. */
  consume(kind: string, key: string, instant: number): Promise<boolean>;
  remove(kind: string, key: string): Promise<void>;
  removeGroup(kind: string, group: string): Promise<void>;
  close(): Promise<void>;
}
