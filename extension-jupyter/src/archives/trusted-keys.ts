const name = 'vectorgate:archive-keys';

/** Public keys of logs that whoever uses this browser trusts, for this Jupyter server. */
export class TrustedKeys {
  private readonly storage: Pick<Storage, 'getItem' | 'setItem'>;

  constructor(storage: Pick<Storage, 'getItem' | 'setItem'>) {
    this.storage = storage;
  }

  all(): readonly string[] {
    try {
      const kept: unknown = JSON.parse(this.storage.getItem(name) ?? '[]');
      return Array.isArray(kept) ? kept.filter((key): key is string => typeof key === 'string') : [];
    } catch {
      // Somebody else wrote there, or the browser keeps nothing: no key is known.
      return [];
    }
  }

  keep(key: string): void {
    this.storage.setItem(name, JSON.stringify([...new Set([...this.all(), key])]));
  }
}
