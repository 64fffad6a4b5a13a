import { approvalSchema } from './approval-schema.ts';
import { choice } from './choice.ts';
import { guardLimitsSchema, permitLimitsSchema } from './limits-schema.ts';
import { maskSchema } from './mask-schema.ts';
import { lineText, nameText } from './names.ts';
import { operationsSchema } from './operations-schema.ts';
import { principalsSchema } from './principals-schema.ts';
import { requireSchema } from './require-schema.ts';
import { resourcesSchema } from './resources-schema.ts';
import * as Type from './type.ts';

const effect = <Word extends string>(word: Word, description: string) => Type.Literal(word, { description });

const head = {
  id: nameText('The rule’s name, unique in its policy. Refusals quote it.'),
  description: Type.Optional(Type.String({ maxLength: 2000, description: 'What the rule is for.' })),
  message: Type.Optional(lineText('What a refused caller reads instead of our own words.')),
  mode: Type.Optional(
    choice('Whether the rule is in force.', {
      enforce: 'in force (the default)',
      monitor: 'left out of decisions; what it would have done is recorded',
    }),
  ),
  when: Type.Optional(
    Type.String({
      minLength: 1,
      maxLength: 1000,
      description: 'A CEL condition, for what no other key can say.',
    }),
  ),
};

const selectors = {
  principals: Type.Optional(principalsSchema),
  resources: Type.Optional(resourcesSchema),
  operations: Type.Optional(operationsSchema),
};

const owed = {
  require: Type.Optional(requireSchema),
  limits: Type.Optional(guardLimitsSchema),
  mask: Type.Optional(maskSchema),
};

export const allowRuleSchema = Type.Object(
  {
    ...head,
    effect: effect('allow', 'Permits. Permits add up.'),
    principals: principalsSchema,
    resources: resourcesSchema,
    operations: operationsSchema,
    limits: Type.Optional(permitLimitsSchema),
    require: Type.Optional(requireSchema),
    expires: Type.Optional(
      Type.String({
        pattern:
          '^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]{1,3})?(Z|[+-][0-9]{2}:[0-9]{2})$',
        description: 'When the permit ends, e.g. "2027-01-31T18:00:00Z".',
      }),
    ),
  },
  { additionalProperties: false, title: 'AllowRule', description: 'A permit.' },
);

export const denyRuleSchema = Type.Object(
  { ...head, effect: effect('deny', 'Refuses, whatever is permitted.'), ...selectors },
  { additionalProperties: false, title: 'DenyRule', description: 'A refusal that no permit outweighs.' },
);

export const guardRuleSchema = Type.Object(
  {
    ...head,
    effect: effect('guard', 'Binds what is permitted: filters, limits, masks.'),
    ...selectors,
    ...owed,
  },
  {
    additionalProperties: false,
    title: 'GuardRule',
    description: 'Filters, limits and masks that bind whatever is permitted.',
  },
);

export const approvalRuleSchema = Type.Object(
  {
    ...head,
    effect: effect('require-approval', 'Holds what is permitted until somebody approves it.'),
    ...selectors,
    ...owed,
    approval: approvalSchema,
  },
  { additionalProperties: false, title: 'ApprovalRule', description: 'A guard that also asks for approval.' },
);

export type AllowRule = Type.Static<typeof allowRuleSchema>;
export type DenyRule = Type.Static<typeof denyRuleSchema>;
export type GuardRule = Type.Static<typeof guardRuleSchema>;
export type ApprovalRule = Type.Static<typeof approvalRuleSchema>;

/** A rule as written in a document. */
export type Rule = AllowRule | DenyRule | GuardRule | ApprovalRule;

export const ruleSchema = Type.Unsafe<Rule>({
  oneOf: [allowRuleSchema, denyRuleSchema, guardRuleSchema, approvalRuleSchema],
});
