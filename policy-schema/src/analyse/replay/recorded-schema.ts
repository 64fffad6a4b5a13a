import * as Type from 'typebox/type';
import { operationClasses } from '../../operation/operation-class.ts';

const strict = { additionalProperties: false } as const;
const literals = <const Words extends readonly string[]>(words: Words) =>
  Type.Union(words.map((word) => Type.Literal(word)));

const ScopeSchema = Type.Object(
  {
    is: literals(['one', 'every', 'none', 'unresolved']),
    name: Type.Optional(Type.String()),
    lookedUp: Type.Optional(Type.Literal(true)),
  },
  strict,
);

const TargetSchema = Type.Object(
  { tenant: ScopeSchema, database: ScopeSchema, namespace: ScopeSchema, collection: ScopeSchema },
  strict,
);

const NumberSchema = Type.Object(
  { value: Type.Union([Type.Number(), Type.Null()]), name: Type.String(), given: Type.Boolean() },
  strict,
);

const Fields = Type.Union([Type.Literal('all'), Type.Array(Type.String())]);
const Scalar = Type.Union([Type.String(), Type.Number(), Type.Boolean()]);

export const RecordedOperationSchema = Type.Object(
  {
    store: Type.String(),
    name: Type.String(),
    classes: Type.Array(literals(operationClasses)),
    targets: Type.Array(TargetSchema),
    implied: Type.Optional(literals(['handshake', 'list', 'describe'])),
    topK: Type.Optional(NumberSchema),
    page: Type.Optional(NumberSchema),
    records: Type.Union([Type.Number(), Type.Null()]),
    offset: Type.Optional(Type.Number()),
    ids: Type.Optional(Type.Number()),
    filtered: Type.Optional(Fields),
    references: Type.Array(Type.Object({ field: Type.String(), use: Type.String() }, strict)),
    returns: Fields,
    written: Type.Optional(Type.Array(Type.String())),
    renamesTo: Type.Optional(TargetSchema),
    dimension: Type.Optional(Type.Number()),
  },
  strict,
);

/** What was asked, by whom and what came of it, without a value of the data. */
export const RecordedAskSchema = Type.Object(
  {
    connection: Type.String(),
    people: Type.String(),
    who: Type.Object(
      {
        issuer: Type.String(),
        kind: literals(['person', 'service']),
        subject: Type.String(),
        name: Type.Optional(Type.String()),
        groups: Type.Array(Type.String()),
        groupsComplete: Type.Optional(Type.Boolean()),
        claims: Type.Optional(Type.Record(Type.String(), Type.Union([Scalar, Type.Array(Type.String())]))),
      },
      strict,
    ),
    operations: Type.Array(RecordedOperationSchema),
    decision: Type.Object(
      { effect: literals(['allow', 'deny', 'require-approval']), code: Type.Optional(Type.String()) },
      strict,
    ),
  },
  strict,
);

/** One record; `ask` is the place of what was asked in a list beside it. */
export const RecordedLineSchema = Type.Object(
  { id: Type.String(), session: Type.String(), time: Type.String(), ask: Type.Integer({ minimum: 0 }) },
  strict,
);
