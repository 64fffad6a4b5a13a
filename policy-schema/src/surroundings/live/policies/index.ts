export { type Comparing, FileComparisons } from './file-comparisons.ts';
export { fileStanding, type WrittenFile } from './file-standing.ts';
export { JoinedLook } from './joined-look.ts';
export { LivePolicies, type LivePoliciesApi, type LivePoliciesParts } from './live-policies.ts';
export { type FileStanding, type Live, liveFileOf, liveWords } from './live-words.ts';
