export { type CheckIo, exitCodes, policyCheck } from './policy-check.ts';
