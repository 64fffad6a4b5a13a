/** The language of `*.policy.yaml`, as the manifest names it. */
export const policyLanguage = 'vectorgate-policy';
/** The language of `*.policy-test.yaml` and `*.policy-test.json`. */
export const policyTestLanguage = 'vectorgate-policy-test';
/** The language of `*.catalogue.yaml`: snapshots of what exists. */
export const catalogueLanguage = 'vectorgate-catalogue';
/** Where tests of policies stand. */
export const testFiles = '**/*.policy-test.{yaml,yml,json}';
