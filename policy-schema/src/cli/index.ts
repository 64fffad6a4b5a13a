export { type CommandIo, exitCodes } from './command-io.ts';
export { policyCheck } from './policy-check.ts';
export { policyDiff } from './policy-diff.ts';
export { policyFmt } from './policy-fmt.ts';
export { policyPaths } from './policy-paths.ts';
export { failureWords, type PolicyReplayOptions, policyReplay } from './policy-replay.ts';
export { recordedFile } from './recorded-file.ts';
