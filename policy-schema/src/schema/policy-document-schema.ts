import { lineText, nameText } from './names.ts';
import { patternsSchema } from './pattern-schema.ts';
import { ruleSchema } from './rule-schema.ts';
import * as Type from './type.ts';

/** Version 1 of the policy language: one document of kind Policy. */
export const policyDocumentSchema = Type.Object(
  {
    apiVersion: Type.Literal('vectorgate/v1', { description: 'The version of the language.' }),
    kind: Type.Literal('Policy', { description: 'A document of rules.' }),
    metadata: Type.Object(
      {
        name: nameText('The policy’s name, unique among all policies.'),
        owner: Type.Optional(lineText('Who is responsible for it.')),
        contact: Type.Optional(lineText('Whom a refused caller is told to ask, e.g. "#data-governance".')),
        description: Type.Optional(Type.String({ maxLength: 2000, description: 'What the policy is for.' })),
      },
      { additionalProperties: false, title: 'Metadata', description: 'Whose policy this is.' },
    ),
    spec: Type.Object(
      {
        patterns: Type.Optional(patternsSchema),
        rules: Type.Array(ruleSchema, { maxItems: 2000, description: 'Rules. Their order never matters.' }),
      },
      { additionalProperties: false, title: 'Spec', description: 'What the policy says.' },
    ),
  },
  { additionalProperties: false, title: 'Policy', description: 'A policy of VectorGate.' },
);

export type PolicyDocument = Type.Static<typeof policyDocumentSchema>;
