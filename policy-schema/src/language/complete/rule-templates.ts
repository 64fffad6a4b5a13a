import type { Candidate } from './completion.ts';

const template = (label: string, documentation: string, lines: readonly string[]): Candidate => ({
  label,
  kind: 'rule',
  insert: lines.join('\n  '),
  isSnippet: true,
  documentation: `${documentation}\n\n\`\`\`yaml\n${lines.join('\n  ').replace(/\$\{\d+:([^}]*)\}|\$\d+/g, '$1')}\n\`\`\``,
});

/** Whole rules to begin from. */
export const ruleTemplates: readonly Candidate[] = [
  template('permit', 'Permits somebody something.', [
    `id: \${1:analysts-read}`,
    'effect: allow',
    `principals: { groups: [\${2:analysts}] }`,
    `resources: { connections: [\${3:insights}], collections: [\${4:name}] }`,
    `operations: [\${5:read}]`,
    `limits: { topK: \${6:50}, page: \${7:100} }`,
  ]),
  template('review', 'Lets somebody look at what others asked and got, under their own masks.', [
    `id: \${1:reviewers-look}`,
    'effect: allow',
    `principals: { groups: [\${2:reviewers}] }`,
    `resources: { connections: [\${3:insights}] }`,
    'operations: [review]',
  ]),
  template('tenant filter', 'Narrows every read to records of the caller’s own tenant.', [
    `id: \${1:own-tenant-only}`,
    'effect: guard',
    `resources: { collections: [\${2:name}] }`,
    `require: { filter: { \${3:tenant}: { claim: \${4:tenant} } } }`,
  ]),
  template('mask', 'Hides fields in answers.', [
    `id: \${1:contact-data-is-masked}`,
    'effect: guard',
    `resources: { collections: [\${2:name}] }`,
    'mask:',
    `  - { fields: [\${3:email}], method: \${4:redact} }`,
    '  - { fields: [\\$vector], method: drop }',
  ]),
  template('refusal', 'Refuses, whatever is permitted.', [
    `id: \${1:contractors-stay-out}`,
    'effect: deny',
    `principals: { groups: [\${2:contractors}] }`,
    `resources: { collections: [\${3:name}] }`,
  ]),
  template('approval', 'Holds what is permitted until somebody approves it.', [
    `id: \${1:bulk-delete-needs-an-owner}`,
    'effect: require-approval',
    `operations: [\${2:delete-bulk}]`,
    `approval: { approvers: { groups: [\${3:data-owners}] } }`,
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
