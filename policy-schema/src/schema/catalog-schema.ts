import { choice } from './choice.ts';
import { mapOf } from './map-of.ts';
import * as Type from './type.ts';

const name = (description: string) => Type.String({ minLength: 1, maxLength: 1024, description });
const names = (description: string) =>
  Type.Optional(Type.Array(name('A name.'), { maxItems: 100_000, description }));
const count = (description: string) => Type.Optional(Type.Integer({ minimum: 0, description }));
const partial = (description: string) => Type.Optional(Type.Boolean({ description }));

const typeWords = {
  string: 'A text.',
  number: 'A number.',
  boolean: 'True or false.',
  list: 'A list.',
  map: 'A value with fields of its own.',
} as const;

const metField = Type.Object(
  {
    types: Type.Array(choice('A type that it has.', typeWords), {
      maxItems: 10,
      description: 'The types that its values have, the most frequent first.',
    }),
    records: count('In how many of the records that were looked at it was met.'),
  },
  { additionalProperties: false, title: 'CatalogField', description: 'A field as it was met in records.' },
);

const collection = Type.Object(
  {
    name: name('The name of the collection.'),
    tenant: Type.Optional(name('The tenant that it is of, where the store has such.')),
    database: Type.Optional(name('The database that it lies in, where the store has such.')),
    dimension: count('How many numbers its vectors have.'),
    metric: Type.Optional(name('How near is measured, in the store’s own word.')),
    records: count('How many records it has.'),
    sampled: count(
      'How many records were looked at for its fields. Absent: the fields are all that there are.',
    ),
    fields: Type.Optional(
      mapOf(
        Type.Union([choice('The type of its values.', { ...typeWords, unknown: 'Not known.' }), metField]),
        { description: 'The fields beside its vectors, by their paths. Absent: not known.' },
      ),
    ),
  },
  { additionalProperties: false, title: 'CatalogCollection', description: 'A collection and its fields.' },
);

const connection = Type.Object(
  {
    name: name('The name of the connection.'),
    store: Type.Optional(name('The kind of store behind it.')),
    people: Type.Optional(name('The issuer whose names stand bare in rules about it.')),
    sameDatabaseAs: names('Other connections that lead to the same database. Absent: not known.'),
    partial: partial('There may be further collections: none is called unknown for not being listed.'),
    tenants: names('All its tenants. Absent: not known.'),
    databases: names('All its databases. Absent: not known.'),
    namespaces: names('All its namespaces. Absent: not known.'),
    collections: Type.Optional(
      Type.Array(collection, { maxItems: 100_000, description: 'Its collections. Absent: not known.' }),
    ),
  },
  { additionalProperties: false, title: 'CatalogConnection', description: 'What is on a connection.' },
);

const issuer = Type.Object(
  {
    name: name('The name of the issuer.'),
    claims: Type.Optional(
      mapOf(
        choice('The type of the claim.', {
          string: 'A text.',
          number: 'A number.',
          boolean: 'True or false.',
          'string-list': 'A list of texts.',
        }),
        { description: 'The claims that policies may use, with their types. Absent: not known.' },
      ),
    ),
    partial: partial('There may be further groups: none is called unknown for not being listed.'),
    groups: names('Groups of its people.'),
    services: names('Its services.'),
    subjects: names('Subjects of its people.'),
  },
  { additionalProperties: false, title: 'CatalogIssuer', description: 'Who there is.' },
);

/** What a catalogue says, without its envelope. */
export const catalogSpecSchema = Type.Object(
  {
    connections: Type.Optional(
      Type.Array(connection, { maxItems: 1_000, description: 'The connections and what is on them.' }),
    ),
    issuers: Type.Optional(
      Type.Array(issuer, { maxItems: 100, description: 'The issuers of identities and who they know.' }),
    ),
  },
  { additionalProperties: false, title: 'CatalogSpec', description: 'What exists.' },
);

/** Version 1 of catalogues: a snapshot of what exists, one document of kind Catalog, kept beside policies. */
export const catalogSchema = Type.Object(
  {
    apiVersion: Type.Literal('vectorgate/v1', { description: 'The version of the language.' }),
    kind: Type.Literal('Catalog', { description: 'A snapshot of what exists.' }),
    metadata: Type.Optional(
      Type.Object(
        {
          taken: Type.Optional(
            Type.String({
              pattern:
                '^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]{1,3})?(Z|[+-][0-9]{2}:[0-9]{2})$',
              description: 'When it was taken: editors show how old it is.',
            }),
          ),
          gateway: Type.Optional(Type.String({ maxLength: 500, description: 'The gateway that told it.' })),
          description: Type.Optional(Type.String({ maxLength: 2000, description: 'What it is for.' })),
        },
        { additionalProperties: false, title: 'CatalogMetadata', description: 'Where it comes from.' },
      ),
    ),
    spec: catalogSpecSchema,
  },
  { additionalProperties: false, title: 'Catalog' },
);

export type CatalogSpec = Type.Static<typeof catalogSpecSchema>;
export type CatalogDocument = Type.Static<typeof catalogSchema>;
