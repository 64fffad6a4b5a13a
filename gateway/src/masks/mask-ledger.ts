import type { MaskTally } from '../pipeline/store-protocol.ts';

interface Entry {
  readonly field: string;
  readonly method: string;
  readonly found: Set<string>;
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
  readonly #entries = new Map<string, Entry>();

  add(field: string, method: string, count: number, detector?: string): void {
    if (count === 0) return;
    const key = `${method}\n${field}`;
    let entry = this.#entries.get(key);
    if (entry === undefined) {
      entry = { field, method, found: new Set(), count: 0 };
      this.#entries.set(key, entry);
    }
    entry.count += count;
    if (detector !== undefined) entry.found.add(detector);
  }

  /** Adds a detector to what was counted before. */
  note(field: string, method: string, detector: string): void {
    this.#entries.get(`${method}\n${field}`)?.found.add(detector);
  }

  /** In an order that does not depend on the data: notices and records of like answers read alike. */
  tallies(): MaskTally[] {
    return [...this.#entries.values()]
      .map(({ field, method, found, count }) => ({
        field,
        method,
        ...(found.size > 0 && { found: [...found].sort() }),
        count,
      }))
      .sort(inOrder);
  }
}
