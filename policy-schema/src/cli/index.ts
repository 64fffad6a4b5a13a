export { type CommandIo, exitCodes } from './command-io.ts';
export { policyExplain } from './explain/policy-explain.ts';
export { policyCheck } from './policy-check.ts';
export { policyDiff } from './policy-diff.ts';
export { policyFmt } from './policy-fmt.ts';
export { policyPaths } from './policy-paths.ts';
export { policyTest } from './test/policy-test.ts';
