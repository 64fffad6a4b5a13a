import type { MaskTally } from '../pipeline/store-protocol.ts';

interface Entry {
  readonly field: string;
  readonly method: string;
  readonly found: Set<string>;
  readonly sought: Set<string>;
  count: number;
}

const before = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** The data's own fields by name, then the reserved ones, each with its methods by name. */
const inOrder = (a: MaskTally, b: MaskTally): number =>
  Number(a.field.startsWith('$')) - Number(b.field.startsWith('$')) ||
  before(a.field, b.field) ||
  before(a.method, b.method);

/** Counts what was masked, by field and method. */
export class MaskLedger {
  readonly #entries: Entry[] = [];
  #last: Entry | undefined;

  add(field: string, method: string, count: number, detector?: string): void {
    if (count === 0) return;
    let entry = this.#find(field, method);
    if (entry === undefined) {
      entry = { field, method, found: new Set(), sought: new Set(), count: 0 };
      this.#entries.push(entry);
      this.#last = entry;
    }
    entry.count += count;
    if (detector !== undefined) entry.found.add(detector);
  }

  /** Adds a detector to what was counted before. */
  note(field: string, method: string, detector: string): void {
    this.#find(field, method)?.found.add(detector);
  }

  /** Counts a value that was hidden whole, as it could not be looked through for these. */
  addUnread(field: string, method: string, detectors: Iterable<string>): void {
    this.add(field, method, 1);
    const entry = this.#find(field, method);
    for (const detector of detectors) entry?.sought.add(detector);
  }

  /** There are about as many entries as masks; and what comes next is mostly the same as before. */
  #find(field: string, method: string): Entry | undefined {
    const last = this.#last;
    if (last !== undefined && last.field === field && last.method === method) return last;
    this.#last = this.#entries.find((entry) => entry.field === field && entry.method === method);
    return this.#last;
  }

  /** In an order that does not depend on the data: notices and records of like answers read alike. */
  tallies(): MaskTally[] {
    return this.#entries
      .map(({ field, method, found, sought, count }) => ({
        field,
        method,
        ...(found.size > 0 && { found: [...found].sort() }),
        ...(sought.size > 0 && { sought: [...sought].sort() }),
        count,
      }))
      .sort(inOrder);
  }
}
