/** A place that keeps the checkpoints and public keys of one log. Today a folder; a database can be another. */
export interface CheckpointPlace {
  /** All checkpoints, as a file of them has them; none: an empty text. */
  readCheckpoints(): Promise<string>;
  /** Resolves when it is durable. What a write that did not end left behind the last whole one is overwritten. */
  appendCheckpoint(entry: string): Promise<void>;
  /** Public keys, one a line, the oldest first. */
  readKeys(): Promise<string>;
  writeKeys(text: string): Promise<void>;
  close(): Promise<void>;
}
