export { type CheckIo, exitCodes, policyCheck } from './policy-check.ts';
export { policyPaths } from './policy-paths.ts';
