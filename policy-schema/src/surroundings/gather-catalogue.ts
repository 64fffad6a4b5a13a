import * as Type from 'typebox/type';
import { Check } from 'typebox/value';
import type { WantedFields } from '../language/wanted-fields.ts';
import type { CatalogDocument, CatalogSpec } from '../schema/catalog-schema.ts';

type Connection = NonNullable<CatalogSpec['connections']>[number];
type Collection = NonNullable<Connection['collections']>[number];
type Issuer = NonNullable<CatalogSpec['issuers']>[number];

const text = Type.String();
const optional = Type.Optional(text);
const amount = Type.Optional(Type.Number());
const place = { connection: text, tenant: optional, database: optional, name: text } as const;
const made = { dimension: amount, metric: optional } as const;

/** What of the gateway's answers is read; a newer gateway may say more. */
const listed = Type.Object({
  connections: Type.Array(Type.Object({ name: text, store: text, people: text, whole: Type.Boolean() })),
  issuers: Type.Array(
    Type.Object({ name: text, claims: Type.Optional(Type.Unsafe<object>({ type: 'object' })) }),
  ),
  collections: Type.Array(Type.Object({ ...place, ...made })),
  next: optional,
});
const detailed = Type.Object({
  collections: Type.Array(
    Type.Object({
      ...place,
      ...made,
      sample: Type.Optional(
        Type.Object({
          count: amount,
          records: Type.Number(),
          fields: Type.Array(Type.Object({ path: text, types: Type.Array(text), records: Type.Number() })),
        }),
      ),
    }),
  ),
});
const met = Type.Object({
  issuers: Type.Array(Type.Object({ name: text, groups: Type.Array(text), subjects: Type.Array(text) })),
});

export interface GatherOptions {
  /** Asks the gateway for what stands at a path below `/api/v1`. */
  readonly ask: (path: string) => Promise<unknown>;
  /** Collections whose fields matter. */
  readonly wanted: readonly WantedFields[];
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** Its address, for people. */
  readonly gateway?: string | undefined;
}

/** Pages that are read of one list: a gateway that gives ever more is not followed. */
const mostPages = 200;

/** The answer of a gateway is not one of a catalogue. */
export class CatalogueAnswerError extends Error {
  constructor() {
    super('The gateway answered with something that is no catalogue.');
    this.name = 'CatalogueAnswerError';
  }
}

const keyOf = ({ tenant, database, name }: Pick<Collection, 'tenant' | 'database' | 'name'>): string =>
  JSON.stringify([tenant ?? '', database ?? '', name]);

/** Asks a gateway what exists, as the person who asks may know it. Throws what `ask` throws, and `CatalogueAnswerError`. */
export async function gatherCatalogue({
  ask,
  wanted,
  now,
  gateway,
}: GatherOptions): Promise<CatalogDocument> {
  const read = async <Schema extends Type.TSchema>(
    schema: Schema,
    path: string,
  ): Promise<Type.Static<Schema>> => {
    const said = await ask(path);
    if (!Check(schema, said)) throw new CatalogueAnswerError();
    return said;
  };
  const connections = new Map<string, Connection & { collections: Collection[] }>();
  const collections = new Map<string, Map<string, Collection>>();
  let issuers: Type.Static<typeof listed>['issuers'] = [];
  let cursor: string | undefined;
  for (let pages = 0; pages < mostPages; pages++) {
    const page = await read(
      listed,
      `/catalogue${cursor === undefined ? '' : `?cursor=${encodeURIComponent(cursor)}`}`,
    );
    ({ issuers } = page);
    for (const { name, store, people, whole } of page.connections)
      if (!connections.has(name))
        connections.set(name, { name, store, people, ...(!whole && { partial: true }), collections: [] });
    for (const { connection, ...one } of page.collections) {
      const kept = collections.get(connection) ?? new Map<string, Collection>();
      collections.set(connection, kept);
      kept.set(keyOf(one), pick(one));
    }
    cursor = page.next;
    if (cursor === undefined) break;
  }
  for (const { connection, collections: pattern } of wanted) {
    if (!connections.has(connection)) continue;
    const query = `connection=${encodeURIComponent(connection)}&collections=${encodeURIComponent(pattern)}`;
    for (const { sample, ...one } of (await read(detailed, `/catalogue/details?${query}`)).collections) {
      const kept = collections.get(connection);
      if (kept?.has(keyOf(one)) !== true) continue;
      kept.set(keyOf(one), { ...pick(one), ...(sample && fieldsOf(sample)) });
    }
  }
  const people = await read(met, '/catalogue/people');
  return {
    apiVersion: 'vectorgate/v1',
    kind: 'Catalog',
    metadata: { taken: new Date(now).toISOString(), ...(gateway !== undefined && { gateway }) },
    spec: {
      connections: [...connections.values()].map((one) => ({
        ...one,
        collections: [...(collections.get(one.name)?.values() ?? [])],
      })),
      issuers: issuers.map(({ name, claims }): Issuer => {
        const seen = people.issuers.find((issuer) => issuer.name === name);
        return {
          name,
          ...(claims && { claims: claims as NonNullable<Issuer['claims']> }),
          partial: true,
          groups: seen?.groups ?? [],
          subjects: seen?.subjects ?? [],
        };
      }),
    },
  };
}

const pick = ({ name, tenant, database, dimension, metric }: Collection): Collection => ({
  name,
  ...(tenant !== undefined && { tenant }),
  ...(database !== undefined && { database }),
  ...(dimension !== undefined && { dimension }),
  ...(metric !== undefined && { metric }),
});

type Sample = NonNullable<Type.Static<typeof detailed>['collections'][number]['sample']>;

const fieldsOf = ({ count, records, fields }: Sample) => ({
  ...(count !== undefined && { records: count }),
  sampled: records,
  fields: Object.fromEntries(
    fields.map((one) => [one.path, { types: one.types as never[], records: one.records }]),
  ),
});
