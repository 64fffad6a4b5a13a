import type { PolicySource } from '../compile/policy-source.ts';
import type { PolicyTestDocument } from '../schema/test/policy-test-schema.ts';

/** One document of tests and where it is written. */
export interface TestDocument {
  readonly source: PolicySource;
  readonly written: PolicyTestDocument;
}
