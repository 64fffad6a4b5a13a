import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { policyFolder } from '@vectorgate/demo';
import { runVectorgate } from './run-vectorgate.ts';

/** Of the new group that a data owner gives access: what the company's directory knows and no record tells yet. */
export const ownersCatalogue = `connections: []
issuers:
  - { name: people, partial: true, groups: [analysts, data-owners, support] }
`;

const configuration = `connections:
  - { name: insights, store: chroma, people: people }
issuers:
  - { name: people, signIn: {}, claims: { tenant: string } }
`;

const tests = `apiVersion: vectorgate/v1
kind: PolicyTest
metadata: { name: support-access }
spec:
  now: "2026-11-21T12:00:00Z"
  connection: insights
  identities:
    sven: { groups: [support], claims: { tenant: acme } }
    tenantless: { groups: [support] }
    outsider: {}
  operations:
    search: { class: search, collection: customer-cases, topK: 10 }
    by-email: { class: search, collection: customer-cases, topK: 10, filtered: [email] }
    docs: { class: search, collection: product-docs, topK: 10 }
    upsert: { class: upsert, collection: customer-cases, written: [{ tenant: acme }] }
  matrix:
    sven: { search: allow, by-email: deny, docs: deny, upsert: deny }
    tenantless: { search: deny }
    outsider: { search: deny }
  tests:
    - name: support sees its own tenant, without e-mail addresses
      identities: [sven]
      operations: [search]
      expect:
        effect: allow
        filter: { tenant: acme }
        masks: { email: redact, $vector: drop, product: none }
`;

/** The demo's policies, in a folder, with data owners told of the fields of what they own. @returns what takes it away */
export async function policiesOfOwner(): Promise<{ folder: string; remove: () => Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'vectorgate-owner-'));
  const name = 'customer-insights.policy.yaml';
  const text = await readFile(join(policyFolder, name), 'utf8');
  const changed = text.replace('groups: [reviewers] }', 'groups: [reviewers, data-owners] }');
  assert.notEqual(changed, text);
  await writeFile(join(folder, name), changed);
  return { folder, remove: () => rm(folder, { recursive: true, force: true }) };
}

/** Asserts that the command line says nothing against a data owner's policy, and that it decides as it was meant. */
export async function assertDecidesAsMeant(policy: string): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'vectorgate-owner-'));
  try {
    const place = (name: string): string => join(folder, name);
    await writeFile(place('vectorgate.yaml'), configuration);
    await writeFile(place('support-access.policy.yaml'), policy);
    await writeFile(place('support-access.policy-test.yaml'), tests);
    const config = ['--config', place('vectorgate.yaml')];
    const checked = await runVectorgate(['policy', 'check', '--strict', '--all', folder, ...config]);
    assert.equal(checked.code, 0, `${checked.out}${checked.err}`);
    assert.doesNotMatch(checked.out, /warning|information|hint/i);
    const tested = await runVectorgate(['policy', 'test', folder, ...config]);
    assert.equal(tested.code, 0, `${tested.out}${tested.err}`);
    const formatted = await runVectorgate(['policy', 'fmt', '--check', folder]);
    assert.equal(formatted.code, 0, formatted.out);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
