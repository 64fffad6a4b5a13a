import type { Candidate } from './completion.ts';

/** A template of rules, each in lines. Its rank keeps it before keys, in the order in which they stand here. */
function template(rank: number, label: string, what: string, ...rules: readonly string[][]): Candidate {
  const insert = rules.map((lines) => lines.join('\n  ')).join('\n- ');
  const shown = insert.replace(/\$\{\d+:([^}]*)\}|\\(\$)/g, '$1$2');
  return {
    label,
    kind: 'rule',
    detail: what,
    rank: rank - 10,
    insert,
    isSnippet: true,
    documentation: `${what}\n\n\`\`\`yaml\n- ${shown}\n\`\`\``,
  };
}

/** Whole rules to begin from. */
export const ruleTemplates: readonly Candidate[] = [
  template(
    0,
    'access for a group',
    'A group reads records of its own tenant, and fields of them are hidden.',
    [
      `id: \${7:new-group}-reads`,
      'effect: allow',
      `principals: { groups: [\${1:group}] }`,
      `resources: { connections: [\${2:connection}], collections: [\${3:collection}] }`,
      'operations: [search, fetch]',
      'limits: { topK: 50 }',
    ],
    [
      `id: \${7:new-group}-own-tenant`,
      'effect: guard',
      `principals: { groups: [\${1:group}] }`,
      `resources: { connections: [\${2:connection}], collections: [\${3:collection}] }`,
      `require: { filter: { \${4:tenant}: { claim: \${5:tenant} } } }`,
    ],
    [
      `id: \${7:new-group}-masks`,
      'effect: guard',
      `principals: { groups: [\${1:group}] }`,
      `resources: { connections: [\${2:connection}], collections: [\${3:collection}] }`,
      'mask:',
      `  - { fields: [\${6:email}], method: redact }`,
      '  - { fields: [\\$vector], method: drop }',
    ],
  ),
  template(1, 'permit', 'Permits somebody something.', [
    `id: \${1:analysts-read}`,
    'effect: allow',
    `principals: { groups: [\${2:analysts}] }`,
    `resources: { connections: [\${3:insights}], collections: [\${4:name}] }`,
    `operations: [\${5:read}]`,
    `limits: { topK: \${6:50}, page: \${7:100} }`,
  ]),
  template(2, 'tenant filter', 'Narrows every read to records of the caller’s own tenant.', [
    `id: \${1:own-tenant-only}`,
    'effect: guard',
    `resources: { collections: [\${2:name}] }`,
    `require: { filter: { \${3:tenant}: { claim: \${4:tenant} } } }`,
  ]),
  template(3, 'mask', 'Hides fields in answers.', [
    `id: \${1:contact-data-is-masked}`,
    'effect: guard',
    `resources: { collections: [\${2:name}] }`,
    'mask:',
    `  - { fields: [\${3:email}], method: \${4:redact} }`,
    '  - { fields: [\\$vector], method: drop }',
  ]),
  template(4, 'refusal', 'Refuses, whatever is permitted.', [
    `id: \${1:contractors-stay-out}`,
    'effect: deny',
    `principals: { groups: [\${2:contractors}] }`,
    `resources: { collections: [\${3:name}] }`,
  ]),
  template(5, 'approval', 'Holds what is permitted until somebody approves it.', [
    `id: \${1:bulk-delete-needs-an-owner}`,
    'effect: require-approval',
    `operations: [\${2:delete-bulk}]`,
    `approval: { approvers: { groups: [\${3:data-owners}] } }`,
  ]),
  template(6, 'review', 'Lets somebody look at what others asked and got, under their own masks.', [
    `id: \${1:reviewers-look}`,
    'effect: allow',
    `principals: { groups: [\${2:reviewers}] }`,
    `resources: { connections: [\${3:insights}] }`,
    'operations: [review]',
  ]),
];

/** A whole document to begin from. */
export const documentTemplate: Candidate = {
  label: 'policy',
  rank: -1,
  kind: 'rule',
  isSnippet: true,
  insert: `apiVersion: vectorgate/v1
kind: Policy
metadata: { name: \${1:name}, owner: \${2:owner}, contact: "\${3:#channel}" }
spec:
  rules:
    - $0`,
  documentation: 'A policy: who may do what with which collections.',
};
