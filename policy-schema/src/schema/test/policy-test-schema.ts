import { mapOf } from '../map-of.ts';
import { listOf, nameText } from '../names.ts';
import * as Type from '../type.ts';
import { type Expectation, effectWord, expectationSchema } from './expectation-schema.ts';
import { type TestIdentity, testIdentitySchema } from './identity-schema.ts';
import { type TestOperation, testOperationSchema } from './operation-schema.ts';

const instant = (description: string) =>
  Type.String({
    pattern:
      '^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]{1,3})?(Z|[+-][0-9]{2}:[0-9]{2})$',
    description,
  });

const aTest = Type.Object(
  {
    name: Type.String({
      minLength: 1,
      maxLength: 200,
      description: 'What is tested, unique in its document.',
    }),
    identities: listOf('The name of an identity.', 'Who asks: each of these.'),
    operations: listOf('The name of an operation.', 'What is asked: each of these, by each identity.'),
    now: Type.Optional(instant('When it is asked. Default: spec.now.')),
    expect: expectationSchema,
  },
  {
    additionalProperties: false,
    title: 'PolicyTestCase',
    description: 'Each identity asks each operation; every decision is to be as expected.',
  },
);

/** Version 1 of tests of policies: one document of kind PolicyTest. */
export const policyTestSchema = Type.Object(
  {
    apiVersion: Type.Literal('vectorgate/v1', { description: 'The version of the language.' }),
    kind: Type.Literal('PolicyTest', { description: 'A document of tests.' }),
    metadata: Type.Object(
      {
        name: nameText('The name of these tests.'),
        description: Type.Optional(Type.String({ maxLength: 2000, description: 'What they are for.' })),
      },
      { additionalProperties: false, title: 'TestMetadata', description: 'What these tests are.' },
    ),
    spec: Type.Object(
      {
        policies: Type.Optional(
          listOf(
            'A policy file or a folder, from the place of this file.',
            'The policies that are tested. Default: those that belong together with this file.',
          ),
        ),
        now: instant('The clock of all tests, e.g. "2026-11-21T12:00:00Z": permits expire by it.'),
        connection: Type.Optional(
          Type.String({ minLength: 1, maxLength: 100, description: 'The connection of all operations.' }),
        ),
        identities: mapOf(testIdentitySchema, {
          minProperties: 1,
          description: 'Who asks, by name.',
        }),
        operations: mapOf(testOperationSchema, {
          minProperties: 1,
          description: 'What is asked, by name.',
        }),
        matrix: Type.Optional(
          mapOf(
            mapOf(effectWord('What is decided.'), {
              minProperties: 1,
              description: 'Name of an operation to what is decided.',
            }),
            { minProperties: 1, description: 'Who may do what: name of an identity to its operations.' },
          ),
        ),
        tests: Type.Optional(
          Type.Array(aTest, {
            minItems: 1,
            maxItems: 2000,
            description: 'Tests that say more than the effect.',
          }),
        ),
      },
      { additionalProperties: false, title: 'PolicyTestSpec', description: 'What is tested.' },
    ),
  },
  { additionalProperties: false, title: 'PolicyTest', description: 'Tests of policies of VectorGate.' },
);

type Written = Type.Static<typeof policyTestSchema>;

/** A document of tests, as written. */
export type PolicyTestDocument = Omit<Written, 'spec'> & {
  readonly spec: Omit<Written['spec'], 'identities' | 'operations' | 'matrix' | 'tests'> & {
    readonly identities: Readonly<Record<string, TestIdentity>>;
    readonly operations: Readonly<Record<string, TestOperation>>;
    readonly matrix?: Readonly<Record<string, Readonly<Record<string, Expectation['effect']>>>>;
    readonly tests?: readonly {
      readonly name: string;
      readonly identities: readonly string[];
      readonly operations: readonly string[];
      readonly now?: string;
      readonly expect: Expectation;
    }[];
  };
};
