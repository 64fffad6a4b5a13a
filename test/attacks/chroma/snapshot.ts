import { hash } from 'node:crypto';
import { sorted } from './sorted.ts';

/** One record as the store holds it. */
export interface StoredRecord {
  /** Chroma's own tenant, not the metadata field of that name. */
  readonly place: string;
  readonly collection: string;
  readonly id: string;
  readonly document: string | null;
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly embedding: readonly number[];
}

/** All that a store holds: records and collections by a key, with a digest of each. */
export interface Snapshot {
  readonly records: readonly StoredRecord[];
  readonly digests: ReadonlyMap<string, { readonly digest: string; readonly record?: StoredRecord }>;
}

interface Described {
  readonly id: string;
  readonly name: string;
}

interface Got {
  readonly ids: readonly string[];
  readonly documents: readonly (string | null)[];
  readonly metadatas: readonly (Readonly<Record<string, unknown>> | null)[];
  readonly embeddings: readonly (readonly number[])[];
  readonly uris: readonly (string | null)[];
}

const include = ['documents', 'metadatas', 'embeddings', 'uris'];

/** Reads everything of these tenants of a Chroma, asked directly. */
export async function takeSnapshot(store: string, tenants: readonly string[]): Promise<Snapshot> {
  const records: StoredRecord[] = [];
  const digests = new Map<string, { digest: string; record?: StoredRecord }>();
  for (const place of tenants) {
    const base = `${store}/api/v2/tenants/${place}/databases`;
    const databases = await (await fetch(base)).text();
    digests.set(`databases of ${place}`, { digest: hash('sha256', databases) });
    const collections = `${base}/default_database/collections`;
    const listed = await fetch(collections);
    // A database that was dropped holds nothing.
    if (!listed.ok) continue;
    for (const described of (await listed.json()) as readonly (Described & Record<string, unknown>)[]) {
      const { id, name, log_position: _log, version: _version, dimension: _dimension, ...rest } = described;
      digests.set(`collection ${place}/${name}`, {
        digest: hash('sha256', JSON.stringify([id, sorted(rest)])),
      });
      const answer = await fetch(`${collections}/${id}/get`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ include }),
      });
      const got = (await answer.json()) as Got;
      for (const [i, recordId] of got.ids.entries()) {
        const record: StoredRecord = {
          place,
          collection: name,
          id: recordId,
          document: got.documents[i] ?? null,
          metadata: got.metadatas[i] ?? {},
          embedding: got.embeddings[i] ?? [],
        };
        records.push(record);
        digests.set(`record ${place}/${name}/${recordId}`, {
          digest: hash('sha256', JSON.stringify(sorted([record, got.uris[i]]))),
          record,
        });
      }
    }
  }
  return { records, digests };
}

/** What is no longer as it was: the key, and the record before and after where it is one. */
export interface Change {
  readonly what: string;
  readonly before?: StoredRecord;
  readonly after?: StoredRecord;
}

export function changesBetween(before: Snapshot, after: Snapshot): readonly Change[] {
  const changes: Change[] = [];
  for (const what of new Set([...before.digests.keys(), ...after.digests.keys()])) {
    const [old, young] = [before.digests.get(what), after.digests.get(what)];
    if (old?.digest === young?.digest) continue;
    changes.push({
      what,
      ...(old?.record && { before: old.record }),
      ...(young?.record && { after: young.record }),
    });
  }
  return changes;
}
