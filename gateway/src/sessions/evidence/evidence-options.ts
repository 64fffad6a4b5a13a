/** How the tree over the records is signed and where that is kept. */
export interface EvidenceOptions {
  /** Seed of the Ed25519 key that signs checkpoints: 32 bytes from outside the data folder. */
  readonly signingKey: Uint8Array;
  /** The one before, while a change of keys is to be vouched for by it. */
  readonly previousSigningKey?: Uint8Array;
  /** A checkpoint is signed after so many records, or so many seconds after a record that is not signed. */
  readonly everyRecords: number;
  readonly everySeconds: number;
  /**
   * Where checkpoints are published: a folder, which exists already and is no part of the data folder; or a database, by
   * its connection URL.
   */
  readonly publish?: string | { readonly postgres: string };
}
