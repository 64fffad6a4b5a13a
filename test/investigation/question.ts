/** What an investigator is asked: who saw the e-mail addresses of the tenant globex last Tuesday, through which rule. */
export const question = 'answer:email tenant:globex on:tuesday';

/** Records in the year that is searched. */
export const recordCount = process.env.VECTORGATE_TEST_DEEP === '1' ? 1_000_000 : 20_000;

/** A policy by which an extract is masked more. */
export const counselPolicy = `apiVersion: vectorgate/v1
kind: Policy
metadata: { name: for-counsel }
spec:
  rules:
    - id: no-contact-data
      effect: guard
      resources: { collections: ["customer-*"] }
      mask:
        - { fields: [email, phone], method: redact }
        - { fields: [$document], method: redact }
`;
