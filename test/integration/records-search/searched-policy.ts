import { policyOf, reviewersLook } from '../../harness/policies.ts';

/** The policy under which the records are made that are looked for. */
export const searchedPolicy = policyOf(
  reviewersLook(),
  [
    'people-read',
    'effect: allow, principals: { groups: [analysts, data-owners] }, resources: { connections: [insights] }, operations: [read], limits: { topK: 50 }',
  ],
  [
    'mail-is-masked',
    'effect: guard, principals: { groups: [analysts, reviewers] }, resources: { collections: [cases] }, mask: [{ fields: [email], method: redact }]',
  ],
  [
    'texts-are-hashed',
    'effect: guard, principals: { groups: [analysts] }, resources: { collections: [texts] }, mask: [{ fields: [$document], detectors: [email, phone], method: hash }]',
  ],
  [
    'reviewers-see-no-number',
    'effect: guard, principals: { groups: [reviewers] }, resources: { collections: [texts] }, mask: [{ fields: [$document], detectors: [phone], method: tokenize }]',
  ],
  // As in the demo: a tenant is a field, and who reviews asks nothing of the store.
  [
    'ola-looks',
    'effect: allow, principals: { subjects: [ola] }, resources: { connections: [insights] }, operations: [review]',
  ],
  [
    'own-tenant-only',
    'effect: guard, principals: { except: { groups: [data-owners], subjects: [ola] } }, resources: { collections: [customer-cases] }, require: { filter: { tenant: { claim: tenant } } }',
  ],
  [
    'contact-data-is-masked',
    'effect: guard, principals: { except: { groups: [data-owners] } }, resources: { collections: [customer-cases] }, mask: [{ fields: [email], method: partial, keepLast: 4 }]',
  ],
);
