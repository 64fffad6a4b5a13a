/** The policy of the benchmarks: what the naive pipeline does, with the rest of the gate's safety on. */
export const benchPolicy = `apiVersion: vectorgate/v1
kind: Policy
metadata: { name: bench, owner: bench, contact: "#bench" }
spec:
  rules:
    - id: bench-reads
      effect: allow
      principals: { services: ["ci:bench"] }
      resources: { connections: [bench], collections: [customer-cases] }
      operations: [search]
      limits: { topK: 200 }
    - id: contact-data-is-masked
      effect: guard
      resources: { collections: [customer-cases] }
      mask:
        - { fields: [email], method: partial, keepLast: 4 }
        - { fields: [$document], detectors: [email, phone, credit-card, iban, us-ssn, ip], method: redact }
`;
