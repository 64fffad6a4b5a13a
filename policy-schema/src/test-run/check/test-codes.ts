/** Codes that only tests of policies have; all of them are errors, as the tests are not run. */
export const testCodes = [
  'expectation-never-holds',
  'test-name-taken',
  'test-nothing-expected',
  'test-without-connection',
  'unknown-identity',
  'unknown-operation',
  'unknown-rule',
] as const;

export type TestCode = (typeof testCodes)[number];
