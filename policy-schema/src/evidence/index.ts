export { type EvidenceEvent, evidenceEvent } from './evidence-event.ts';
export { chainHash, chainStart } from './log/chain-hash.ts';
export { type LogHashes, scriptHashes } from './log/log-hashes.ts';
export {
  frameHeadBytes,
  frameMagic,
  headerIn,
  isIntact,
  readFrameHead,
  writeFrameHead,
} from './log/read-frame.ts';
export type { RecordsSource } from './log/records-source.ts';
export {
  readSegmentHead,
  type SegmentHead,
  segmentHeadBytes,
  writeSegmentHead,
} from './log/segment-head.ts';
export { FrameWalk, type WalkStop } from './log/walk-frames.ts';
export {
  type Checkpoint,
  checkpointText,
  parseCheckpoint,
  type SignedCheckpoint,
} from './notes/checkpoint.ts';
export { checkpointEntry, parseCheckpoints } from './notes/checkpoint-list.ts';
export { publishedNames } from './notes/published-names.ts';
export { formatNote, type NoteSignature, parseNote, type SignedNote } from './notes/signed-note.ts';
export { formatVerifierKey, parseVerifierKey, type VerifierKey, verifierKey } from './notes/verifier-key.ts';
export { type Signed, verifyNote } from './notes/verify-note.ts';
export { consistencyProof } from './tree/consistency-proof.ts';
export { inclusionProof, inclusionRanges } from './tree/inclusion-proof.ts';
export { sameBytes } from './tree/same-bytes.ts';
export { TreeFrontier } from './tree/tree-frontier.ts';
export { emptyRoot, leafHash, nodeHash } from './tree/tree-hash.ts';
export { splitPoint, treeRoot } from './tree/tree-root.ts';
export { type TreeHead, verifyConsistency } from './tree/verify-consistency.ts';
export { type Inclusion, verifyInclusion } from './tree/verify-inclusion.ts';
export { describeEvidence } from './verify/describe-evidence.ts';
export type { EvidenceCode, EvidenceProblem, EvidenceReport } from './verify/evidence-report.ts';
export { keptHeaderLine } from './verify/kept-headers.ts';
export { type VerifyOptions, verifyEvidence } from './verify/verify-evidence.ts';
