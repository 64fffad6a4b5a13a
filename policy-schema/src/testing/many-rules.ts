/** Rules in the forms that people write, comments and blank lines included. */
const forms: readonly ((i: number) => string)[] = [
  (i) => `- id: r${i}
  effect: allow
  principals: { groups: [team-${i % 4}] }
  resources: { connections: [insights], collections: ["c-${i}*"] }
  operations: [search, fetch]
  limits: { topK: 50 }
`,
  (i) => `# Everybody sees their own.
- id: r${i}
  effect: guard
  resources:
    collections:
      - c-${i}
      - "d-*"   # and more
  require: { filter: { tenant: { claim: tenant } } }

`,
  (
    i,
  ) => `- { id: r${i}, effect: deny, principals: { groups: [contractors] }, resources: { collections: [c-${i}] } }
`,
  (i) => `- id: r${i}
  effect: guard
  when: identity.claims.tenant != "t-${i}" && !("auditors" in identity.groups)
  resources: { collections: [c-${i}] }
  mask:
    - { fields: [email], method: partial, keepLast: 4 }
    - fields: [$document]
      detectors: [email, phone]
      method: redact
`,
  (i) => `-   id: r${i}
    effect: deny
    when: |
      identity.issuer == "people" &&
      target.collection.startsWith("c-${i}")
    operations: [delete-bulk]
`,
  (i) => `- effect: allow
  id: r${i}
  principals: { groups: [team-${i % 4}, leads], except: { subjects: [no] } }
  resources: { collections: [c-${i}] }
  operations: [search]
  when: >-
    request.topK <= ${i}

`,
];

/** A policy with so many rules, in YAML; `pick` chooses their forms. */
export function manyRules(count: number, pick: (below: number) => number): string {
  const rules = Array.from({ length: count }, (_, i) => forms[pick(forms.length)]!(i)).join('');
  const head = 'apiVersion: vectorgate/v1\nkind: Policy\nmetadata: { name: many, contact: "#help" }\n';
  const patterns = '  patterns:\n    - { name: ticket, pattern: "T-[0-9]{4}" }\n';
  const after = pick(3) === 0;
  return `${head}spec:\n${after ? '' : patterns}  rules:\n${rules.replace(/^(?=.)/gm, '    ')}${after ? patterns : ''}`;
}
