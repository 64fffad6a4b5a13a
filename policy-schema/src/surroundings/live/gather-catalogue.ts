import type { WantedFields } from '../../language/wanted-fields.ts';
import type { CatalogDocument, CatalogSpec } from '../../schema/catalog-schema.ts';
import {
  type AnsweredDetails,
  type AnsweredList,
  type AnsweredPeople,
  readDetails,
  readListed,
  readPeople,
} from './catalogue-answers.ts';

type Connection = NonNullable<CatalogSpec['connections']>[number];
type Collection = NonNullable<Connection['collections']>[number];
type Issuer = NonNullable<CatalogSpec['issuers']>[number];

/** What a gateway told. */
export interface Gathered {
  readonly document: CatalogDocument;
  /** Of the collections whose fields matter those that it was asked about. */
  readonly answered: readonly WantedFields[];
  /** Why it is not all: fields or people could not be had, the names could. */
  readonly trouble?: unknown;
}

export interface GatherOptions {
  /** Asks the gateway for what stands at a path below `/api/v1`. */
  readonly ask: (path: string) => Promise<unknown>;
  /** Collections whose fields matter. */
  readonly wanted: readonly WantedFields[];
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** What it told before: fields that are not asked for now stay as they were. */
  readonly before?: CatalogDocument | undefined;
  /** Its address, for people. */
  readonly gateway?: string | undefined;
}

/** Pages that are read of one list: a gateway that gives ever more is not followed. */
const mostPages = 200;

const keyOf = ({ tenant, database, name }: Pick<Collection, 'tenant' | 'database' | 'name'>): string =>
  JSON.stringify([tenant ?? '', database ?? '', name]);

/**
 * Asks a gateway what exists, as the person who asks may know it. Throws what `ask` throws of names, and
 * `CatalogueAnswerError`.
 */
export async function gatherCatalogue({
  ask,
  wanted,
  now,
  before,
  gateway,
}: GatherOptions): Promise<Gathered> {
  const connections = new Map<string, Connection & { collections: Collection[] }>();
  const collections = new Map<string, Map<string, Collection>>();
  const known = new Map(
    (before?.spec.connections ?? []).flatMap(({ name, collections: all = [] }) =>
      all.map((one) => [`${name}\n${keyOf(one)}`, one] as const),
    ),
  );
  let issuers: AnsweredList['issuers'] = [];
  let cursor: string | undefined;
  for (let pages = 0; pages < mostPages; pages++) {
    const page = readListed(
      await ask(`/catalogue${cursor === undefined ? '' : `?cursor=${encodeURIComponent(cursor)}`}`),
    );
    ({ issuers } = page);
    for (const { name, store, people, whole } of page.connections)
      if (!connections.has(name))
        connections.set(name, { name, store, people, ...(!whole && { partial: true }), collections: [] });
    for (const { connection, ...one } of page.collections) {
      const kept = collections.get(connection) ?? new Map<string, Collection>();
      collections.set(connection, kept);
      const older = known.get(`${connection}\n${keyOf(one)}`);
      kept.set(keyOf(one), { ...(older?.fields && metIn(older)), ...pick(one) });
    }
    cursor = page.next;
    if (cursor === undefined) break;
  }
  const answered: WantedFields[] = [];
  let seen: AnsweredPeople['issuers'] = [];
  let trouble: unknown;
  try {
    seen = readPeople(await ask('/catalogue/people')).issuers;
    for (const one of wanted) {
      if (connections.has(one.connection)) {
        const kept = collections.get(one.connection);
        for (const { sample, ...told } of readDetails(await ask(detailsPath(one))).collections)
          if (kept?.has(keyOf(told)))
            kept.set(keyOf(told), { ...pick(told), ...(sample && fieldsOf(sample)) });
      }
      answered.push(one);
    }
  } catch (error) {
    trouble = error;
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
  return { document, answered, ...(trouble !== undefined && { trouble }) };
}

const detailsPath = ({ connection, collections }: WantedFields): string =>
  `/catalogue/details?connection=${encodeURIComponent(connection)}&collections=${encodeURIComponent(collections)}`;

const pick = ({ name, tenant, database, dimension, metric }: Collection): Collection => ({
  name,
  ...(tenant !== undefined && { tenant }),
  ...(database !== undefined && { database }),
  ...(dimension !== undefined && { dimension }),
  ...(metric !== undefined && { metric }),
});

/** What was met in a collection's records. */
const metIn = ({ records, sampled, fields }: Collection): Partial<Collection> => ({
  ...(records !== undefined && { records }),
  ...(sampled !== undefined && { sampled }),
  ...(fields !== undefined && { fields }),
});

type Sample = NonNullable<AnsweredDetails['collections'][number]['sample']>;

const fieldsOf = ({ count, records, fields }: Sample) => ({
  ...(count !== undefined && { records: count }),
  sampled: records,
  fields: Object.fromEntries(fields.map((one) => [one.path, { types: one.types, records: one.records }])),
});
