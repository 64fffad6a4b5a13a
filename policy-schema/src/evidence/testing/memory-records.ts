import type { RecordsSource } from '../log/records-source.ts';

/** Records in memory, by their paths. */
export class MemoryRecords implements RecordsSource {
  readonly files: Map<string, Uint8Array>;

  constructor(files: Iterable<readonly [string, Uint8Array]> = []) {
    this.files = new Map(files);
  }

  async list(folder: string): Promise<string[]> {
    const prefix = `${folder}/`;
    const names = [...this.files.keys()].filter((path) => path.startsWith(prefix));
    return [...new Set(names.map((path) => path.slice(prefix.length).split('/')[0]!))];
  }

  async size(path: string): Promise<number> {
    return this.files.get(path)?.length ?? 0;
  }

  async read(path: string, offset: number, length: number): Promise<Uint8Array> {
    return (this.files.get(path) ?? new Uint8Array()).subarray(offset, offset + length);
  }
}
