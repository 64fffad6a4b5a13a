/** Where records are read from: a folder on a disk, an archive, an editor's file system. Paths have slashes. */
export interface RecordsSource {
  /** Names of what lies in a folder below that of the records; none when it is not there. */
  list(folder: string): Promise<readonly string[]>;
  /** Bytes of a file. */
  size(path: string): Promise<number>;
  /** So many bytes, or as many as there are. */
  read(path: string, offset: number, length: number): Promise<Uint8Array>;
}
