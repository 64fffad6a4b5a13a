import assert from 'node:assert/strict';
import { type Identity, loadPolicies, type Operation, type PolicySet } from '@vectorgate/policy-schema';
import type { RecordHeader } from '../../record.ts';
import { draftOf, testUlid } from '../../testing/record-drafts.ts';
import { RecordAccess } from '../record-access.ts';
import type { StoredRecord } from '../shown-record.ts';

export const load = (...rules: readonly string[]): PolicySet => {
  const loaded = loadPolicies({
    files: [
      {
        path: 'a.policy.yaml',
        text: `apiVersion: vectorgate/v1\nkind: Policy\nmetadata: { name: tested }\nspec:\n  rules:\n${rules.map((rule) => `    - { ${rule} }\n`).join('')}`,
      },
    ],
  });
  assert.ok(loaded.ok, JSON.stringify(loaded));
  return loaded.set;
};
export const look =
  'id: look, effect: allow, principals: { groups: [reviewers] }, resources: { connections: [insights, (gateway)] }, operations: [review]';

export const person = (subject: string, ...groups: readonly string[]): Identity => ({
  issuer: 'people',
  kind: 'person',
  subject,
  groups,
  groupsComplete: true,
  claims: {},
  declared: { tenant: 'string' },
});
export const rita = person('rita', 'reviewers');

export const world = (set: PolicySet) => {
  const state = { set, now: Date.UTC(2026, 10, 21) };
  const access = new RecordAccess({
    policy: () => state.set,
    connection: (name) =>
      name === 'insights'
        ? {
            people: 'people',
            protocol: {
              remask: (_operations, _status, body, masks) =>
                Buffer.from(JSON.stringify({ masked: masks.map(({ method }) => method), of: body.length })),
            },
          }
        : undefined,
    connections: ['insights'],
    people: 'people',
    now: () => state.now,
  });
  return { state, access };
};

export const operation: Operation = {
  store: 'chroma',
  connection: 'insights',
  name: 'collection_query',
  classes: ['search'],
  targets: draftOf(testUlid(1)).header.operations[0]!.targets,
  records: 1,
  topK: { value: 10, name: 'n_results', given: true },
  ids: ['first', 'second'],
  filter: {
    op: 'and',
    of: [
      { op: 'compare', field: 'email', test: 'eq', value: 'ana@acme.example' },
      { op: 'not', of: { op: 'compare', field: 'open', test: 'in', value: ['yes', 'no'] } },
      { op: 'opaque', fields: ['phone'] },
    ],
  },
  references: [{ field: 'email', use: 'filter' }],
  returns: 'all',
};

/** A record of Ana's, with all parts. */
export function recordOf(decision: object = {}, header: Partial<RecordHeader> = {}): StoredRecord {
  const draft = draftOf(testUlid(1));
  return {
    header: { ...draft.header, v: 1, parts: [], ...header },
    parts: {
      decision: Buffer.from(JSON.stringify({ effect: 'allow', operations: [decision] })),
      operations: Buffer.from(JSON.stringify({ operations: [operation] })),
      request: Buffer.from('{"where":{"email":"ana@acme.example"}}'),
      response: Buffer.from('{"metadatas":[{"email":"ana@acme.example"}]}'),
    },
  };
}
export const withheld = (shown: {
  readonly withheld: readonly { readonly part: string }[];
}): readonly string[] => shown.withheld.map(({ part }) => part);
