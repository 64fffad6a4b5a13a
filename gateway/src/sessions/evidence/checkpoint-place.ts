/** A place that keeps the checkpoints and public keys of one log: a folder, or tables of a database. */
export interface CheckpointPlace {
  /**
   * Checkpoints, as a file of them has them; none: an empty text. With `most`, only the newest in so many bytes, about.
   * `whole`: these are all.
   */
  readCheckpoints(most?: number): Promise<{ readonly text: string; readonly whole: boolean }>;
  /** Resolves when it is durable. What a write that did not end left behind the last whole one is overwritten. */
  appendCheckpoint(entry: string): Promise<void>;
  /** Public keys, one a line, the oldest first. */
  readKeys(): Promise<string>;
  writeKeys(text: string): Promise<void>;
  close(): Promise<void>;
}
