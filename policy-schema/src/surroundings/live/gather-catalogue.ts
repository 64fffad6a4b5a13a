import type { CatalogDocument, CatalogSpec } from '../../schema/catalog-schema.ts';
import { type AnsweredList, type AnsweredPeople, readListed, readPeople } from './catalogue-answers.ts';
import { type GatheredFields, type GatherFieldsOptions, gatherFields } from './gather-fields.ts';
import { placeKey } from './place-key.ts';
import { toldCollection } from './told-collection.ts';

type Connection = NonNullable<CatalogSpec['connections']>[number];
type Collection = NonNullable<Connection['collections']>[number];
type Issuer = NonNullable<CatalogSpec['issuers']>[number];

export interface GatherOptions extends GatherFieldsOptions {
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** What it told before: fields that are not asked for now stay as they were. */
  readonly before?: CatalogDocument | undefined;
  /** Its address, for people. */
  readonly gateway?: string | undefined;
}

/** Pages that are read of one list: a gateway that gives ever more is not followed. */
const mostPages = 200;

/**
 * Asks a gateway what exists, as the person who asks may know it. Throws what `ask` throws of names, and
 * `CatalogueAnswerError`, and why it was aborted; with `trouble` fields or people could not be had, the names could.
 */
export async function gatherCatalogue({
  ask,
  wanted,
  now,
  before,
  gateway,
  signal,
}: GatherOptions): Promise<GatheredFields> {
  const connections = new Map<string, Connection & { collections: Collection[] }>();
  const collections = new Map<string, Map<string, Collection>>();
  const known = new Map(
    (before?.spec.connections ?? []).flatMap(({ name, collections: all = [] }) =>
      all.map((one) => [`${name}\n${placeKey(one)}`, one] as const),
    ),
  );
  let issuers: AnsweredList['issuers'] = [];
  let cursor: string | undefined;
  for (let pages = 0; pages < mostPages; pages++) {
    signal?.throwIfAborted();
    const page = readListed(
      await ask(`/catalogue${cursor === undefined ? '' : `?cursor=${encodeURIComponent(cursor)}`}`),
    );
    ({ issuers } = page);
    for (const { name, store, people, sameDatabaseAs, whole } of page.connections)
      if (!connections.has(name))
        connections.set(name, {
          ...{ name, store, people },
          ...(sameDatabaseAs && { sameDatabaseAs: [...sameDatabaseAs] }),
          ...(!whole && { partial: true }),
          collections: [],
        });
    for (const { connection, ...one } of page.collections) {
      const kept = collections.get(connection) ?? new Map<string, Collection>();
      collections.set(connection, kept);
      const older = known.get(`${connection}\n${placeKey(one)}`);
      kept.set(placeKey(one), { ...(older?.fields && metIn(older)), ...toldCollection(one) });
    }
    cursor = page.next;
    if (cursor === undefined) break;
  }
  let seen: AnsweredPeople['issuers'] = [];
  let unseen: unknown;
  signal?.throwIfAborted();
  try {
    seen = readPeople(await ask('/catalogue/people')).issuers;
  } catch (error) {
    signal?.throwIfAborted();
    unseen = error;
  }
  const document: CatalogDocument = {
    apiVersion: 'vectorgate/v1',
    kind: 'Catalog',
    metadata: { taken: new Date(now).toISOString(), ...(gateway !== undefined && { gateway }) },
    spec: {
      connections: [...connections.values()].map((one) => ({
        ...one,
        collections: [...(collections.get(one.name)?.values() ?? [])],
      })),
      issuers: issuers.map(({ name, claims }): Issuer => {
        const own = [...seen, ...(before?.spec.issuers ?? [])].find((issuer) => issuer.name === name);
        return {
          name,
          ...(claims && { claims }),
          partial: true,
          groups: [...(own?.groups ?? [])],
          subjects: [...(own?.subjects ?? [])],
        };
      }),
    },
  };
  const { trouble = unseen, ...found } = await gatherFields(document, { ask, wanted, signal });
  return { ...found, people: unseen === undefined, ...(trouble !== undefined && { trouble }) };
}

/** What was met in a collection's records. */
const metIn = ({ records, sampled, fields }: Collection): Partial<Collection> => ({
  ...(records !== undefined && { records }),
  ...(sampled !== undefined && { sampled }),
  ...(fields !== undefined && { fields }),
});
