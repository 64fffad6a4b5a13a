import type { FieldReference } from '../../operation/operation.ts';
import type { OperationClass } from '../../operation/operation-class.ts';
import { choice } from '../choice.ts';
import { classWords } from '../class-words.ts';
import { mapOf } from '../map-of.ts';
import { listOf, literal, literals } from '../names.ts';
import * as Type from '../type.ts';

const aClass = choice<OperationClass>('A class of operations.', classWords);

const scope = Type.Object(
  {
    is: choice('What stands in place of a name.', {
      every: 'all that there are: dropping a database touches every collection',
      none: 'the operation has no such part',
      unresolved: 'there is one, but it cannot be told which',
    }),
  },
  { additionalProperties: false, title: 'TestScope', description: 'No single name.' },
);

const part = (what: string) =>
  Type.Optional(
    Type.Union([Type.String({ minLength: 1, maxLength: 256 }), scope], {
      description: `The ${what}: a name, or { is: every }. Left out: there is none.`,
    }),
  );

const count = (description: string) =>
  Type.Optional(Type.Integer({ minimum: 0, maximum: 1_000_000_000, description }));

type Use = Exclude<FieldReference['use'], 'filter' | 'write'>;
const fieldsOf = (description: string) =>
  Type.Optional(listOf('A field path, a reserved name, or `all`.', description));
const uses: Record<Use, ReturnType<typeof fieldsOf>> = {
  order: fieldsOf('What it orders by.'),
  group: fieldsOf('What it groups by.'),
  facet: fieldsOf('What it facets.'),
  count: fieldsOf('What it counts by.'),
  rerank: fieldsOf('What it reranks by.'),
  prompt: fieldsOf('What it hands to a model.'),
  'text-search': fieldsOf('What it searches for text; `all` when it names no field.'),
  copy: fieldsOf('What it copies elsewhere.'),
  similarity: fieldsOf('The vectors that it compares.'),
};

/** What a test asks of a connection, in the words of the policy language. */
export const testOperationSchema = Type.Object(
  {
    class: Type.Union(
      [
        aClass,
        Type.Array(aClass, { minItems: 1, uniqueItems: true, description: 'All classes it belongs to.' }),
      ],
      { description: 'What kind of operation: a class, or a list (dropping: [schema, delete-bulk]).' },
    ),
    connection: Type.Optional(
      Type.String({ minLength: 1, maxLength: 100, description: 'The connection. Default: spec.connection.' }),
    ),
    store: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 100,
        description: 'The kind of store. Default: what the configuration says of the connection.',
      }),
    ),
    tenant: part('tenant of the store'),
    database: part('database'),
    namespace: part('namespace'),
    collection: Type.Union(
      [
        Type.String({ minLength: 1, maxLength: 256 }),
        listOf('A collection.', 'Several collections that one request touches.'),
        scope,
      ],
      { description: 'The collection: a name, several, or { is: every }, { is: none }, { is: unresolved }.' },
    ),
    implied: Type.Optional(
      choice('One of the three operations of class meta that any permit implies.', {
        handshake: 'what a client asks before anything else',
        list: 'list the collections',
        describe: 'describe a collection',
      }),
    ),
    topK: count('Hits that a search asks for. Left out: no number, which no limit allows.'),
    page: count('Records that a scan asks for on one page. Left out: no number, which no limit allows.'),
    offset: count('Records that it skips.'),
    records: count('Items of the request. Default: those of written or ids, else 1.'),
    ids: Type.Optional(listOf('An id.', 'Ids that the request names.')),
    filtered: Type.Optional(
      Type.Union([listOf('A field path.', 'Fields.'), Type.Literal('all', { description: 'Any field.' })], {
        description: 'The fields that the caller’s own filter refers to.',
      }),
    ),
    returns: Type.Optional(
      Type.Union([listOf('A field path.', 'Fields.'), Type.Literal('all', { description: 'All fields.' })], {
        description: 'The fields asked for. Default: all.',
      }),
    ),
    uses: Type.Optional(
      Type.Object(uses as Record<Use, Type.TSchema>, {
        additionalProperties: false,
        minProperties: 1,
        title: 'TestUses',
        description: 'What else it does with fields than returning them.',
      }),
    ),
    written: Type.Optional(
      Type.Array(
        mapOf(
          Type.Union([...literals(), Type.Array(literal(), { maxItems: 1000 })], {
            description: 'What is written into the field.',
          }),
          { description: 'One item: field path to value.' },
        ),
        { minItems: 1, maxItems: 1000, description: 'What a writing operation puts into the store.' },
      ),
    ),
    renamesTo: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 256,
        description: 'A new name that it gives to the collection: rename, alias, copy.',
      }),
    ),
  },
  { additionalProperties: false, title: 'TestOperation', description: 'What is asked.' },
);

type Shape = Type.Static<typeof testOperationSchema>;
export type TestOperation = Omit<Shape, 'uses'> & {
  readonly uses?: Partial<Record<Use, readonly string[]>>;
};
