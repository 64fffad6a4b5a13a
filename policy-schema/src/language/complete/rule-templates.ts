import type { Analysis } from '../analyse.ts';
import type { Candidate } from './completion.ts';

/** A template of rules, each in lines. Its rank keeps it before keys, in the order in which they stand here. */
function template(
  rank: number,
  label: string,
  detail: string,
  what: string,
  ...rules: readonly string[][]
): Candidate {
  const insert = rules.map((lines) => lines.join('\n  ')).join('\n- ');
  const shown = insert.replace(/\$\{\d+:([^}]*)\}|\\(\$)/g, '$1$2');
  return {
    label,
    kind: 'rule',
    detail,
    rank: rank - 10,
    insert,
    isSnippet: true,
    documentation: `${what}\n\n\`\`\`yaml\n- ${shown}\n\`\`\``,
  };
}

/** What stands at the places to fill before somebody chose: names that exist, where there is no other. */
interface Begun {
  readonly connection: string;
  readonly collection: string;
  readonly claim: string;
}

/** A name that needs no marks in a snippet or in YAML. */
const isPlain = (name: string | undefined): name is string =>
  name !== undefined && /^[A-Za-z][\w-]*$/.test(name);

function begun({ surroundings }: Analysis): Begun {
  const { connections = [], issuers = [] } = surroundings.catalogue ?? {};
  const [connection, another] = connections;
  const [collection, further] = connections.flatMap(({ collections = [] }) => collections);
  const claims = issuers.flatMap((issuer) =>
    Object.entries(issuer.claims).flatMap(([name, type]) => (type === 'string' ? [name] : [])),
  );
  const sole = <One>(one: string | undefined, other: One, otherwise: string): string =>
    isPlain(one) && other === undefined ? one : otherwise;
  return {
    connection: sole(connection?.name, another, 'connection'),
    collection: sole(collection?.name, further, 'collection'),
    claim: claims.includes('tenant') || claims.length === 0 ? 'tenant' : sole(claims[0], claims[1], 'claim'),
  };
}

/** Whole rules to begin from. */
export function ruleTemplates(analysis: Analysis): readonly Candidate[] {
  const { connection, collection, claim } = begun(analysis);
  return [
    template(
      0,
      'access for a group',
      'own tenant only, fields hidden',
      'A group reads records of its own tenant, and fields of them are hidden.',
      [
        `id: \${7:new-group}-reads`,
        'effect: allow',
        `principals: { groups: [\${1:group}] }`,
        `resources: { connections: [\${2:${connection}}], collections: [\${3:${collection}}] }`,
        'operations: [search, fetch]',
        'limits: { topK: 50 }',
      ],
      [
        `id: \${7:new-group}-own-tenant`,
        'effect: guard',
        `principals: { groups: [\${1:group}] }`,
        `resources: { connections: [\${2:${connection}}], collections: [\${3:${collection}}] }`,
        `require: { filter: { \${4:tenant}: { claim: \${5:${claim}} } } }`,
        'limits: { rate: 60/min }',
      ],
      [
        `id: \${7:new-group}-masks`,
        'effect: guard',
        `principals: { groups: [\${1:group}] }`,
        `resources: { connections: [\${2:${connection}}], collections: [\${3:${collection}}] }`,
        'mask:',
        `  - { fields: [\${6:email}], method: redact }`,
        '  - { fields: [\\$vector], method: drop }',
      ],
    ),
    template(1, 'permit', 'somebody may do something', 'Permits somebody something.', [
      `id: \${6:new-group}-reads`,
      'effect: allow',
      `principals: { groups: [\${1:group}] }`,
      `resources: { connections: [\${2:${connection}}], collections: [\${3:${collection}}] }`,
      `operations: [\${4:read}]`,
      `limits: { topK: \${5:50}, page: 100 }`,
    ]),
    template(
      2,
      'tenant filter',
      'own tenant’s records only',
      'Narrows every read to records of the caller’s own tenant.',
      [
        `id: \${4:own-tenant-only}`,
        'effect: guard',
        `resources: { collections: [\${1:${collection}}] }`,
        `require: { filter: { \${2:tenant}: { claim: \${3:${claim}} } } }`,
      ],
    ),
    template(3, 'mask', 'fields are hidden', 'Hides fields in answers.', [
      `id: \${4:contact-data-is-masked}`,
      'effect: guard',
      `resources: { collections: [\${1:${collection}}] }`,
      'limits: { rate: 60/min }',
      'mask:',
      `  - { fields: [\${2:email}], method: \${3:redact} }`,
      '  - { fields: [\\$vector], method: drop }',
    ]),
    template(4, 'refusal', 'closed, whatever is permitted', 'Refuses, whatever is permitted.', [
      `id: \${3:group}-stay-out`,
      'effect: deny',
      `principals: { groups: [\${1:group}] }`,
      `resources: { collections: [\${2:${collection}}] }`,
    ]),
    template(5, 'approval', 'held until approved', 'Holds what is permitted until somebody approves it.', [
      `id: \${3:bulk-delete-needs-an-owner}`,
      'effect: require-approval',
      `operations: [\${1:delete-bulk}]`,
      `approval: { approvers: { groups: [\${2:group}] } }`,
    ]),
    template(
      6,
      'review',
      'sees what others asked and got',
      'Lets somebody look at what others asked and got, under their own masks.',
      [
        `id: \${3:group}-look`,
        'effect: allow',
        `principals: { groups: [\${1:group}] }`,
        `resources: { connections: [\${2:${connection}}] }`,
        'operations: [review]',
      ],
    ),
  ];
}
