/** A policy, and tests of it of which one fails: its rule is called otherwise, and masks otherwise. */
export const failingPolicyTests = {
  policy: `apiVersion: vectorgate/v1
kind: Policy
metadata: { name: mine, contact: "#help" }
spec:
  rules:
    - id: analysts-read
      effect: allow
      principals: { groups: [analysts] }
      resources: { connections: [insights], collections: ["customer-*"] }
      operations: [search]
      limits: { topK: 50 }
      when: identity.kind == "person" && identity.claims.level > 2
    - id: email-is-masked
      effect: guard
      resources: { collections: ["customer-*"] }
      mask: [{ fields: [email], method: partial, keepLast: 4 }]
    - id: nobody-scans
      effect: deny
      operations: [scan]
`,
  tests: `apiVersion: vectorgate/v1
kind: PolicyTest
metadata: { name: mine }
spec:
  now: "2026-11-21T12:00:00Z"
  connection: insights
  identities:
    ana: { groups: [analysts], claims: { level: 3 } }
    outsider: {}
  operations:
    search: { class: search, collection: customer-cases, topK: 10 }
  matrix:
    outsider: { search: deny }
  tests:
    - name: analysts see no address
      identities: [ana]
      operations: [search]
      expect:
        effect: allow
        rules: [analysts-read, email-masked]
        masks: { email: redact }
`,
} as const;
