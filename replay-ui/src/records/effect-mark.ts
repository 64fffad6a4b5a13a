import type { RecordHeader } from './record-header.ts';

export type EffectKind =
  | 'allow'
  | 'mask'
  | 'deny'
  | 'approve'
  | 'monitor'
  | 'unknown'
  | 'failed'
  | 'evidence';

/** What became of a step, as a sign and a word: never by colour alone. */
export interface EffectMark {
  readonly kind: EffectKind;
  readonly sign: string;
  readonly word: string;
}

export const effectMarks = {
  allow: { kind: 'allow', sign: '✓', word: 'allowed' },
  mask: { kind: 'mask', sign: '▒', word: 'masked' },
  deny: { kind: 'deny', sign: '⊘', word: 'refused' },
  approve: { kind: 'approve', sign: '⏳', word: 'needs approval' },
  monitor: { kind: 'monitor', sign: '◌', word: 'monitored' },
  unknown: { kind: 'unknown', sign: '?', word: 'outcome unknown' },
  failed: { kind: 'failed', sign: '✗', word: 'failed' },
  evidence: { kind: 'evidence', sign: '§', word: 'about the records' },
} as const satisfies Record<EffectKind, EffectMark>;

/** The mark of a record; an intent that has no outcome is one of unknown outcome. */
export function effectMark(header: RecordHeader): EffectMark {
  if (header.evidence !== undefined) return effectMarks.evidence;
  if (header.outcome === 'unknown' || header.kind === 'intent') return effectMarks.unknown;
  if (header.decision.effect === 'require-approval') return effectMarks.approve;
  // A watched connection refuses nothing by policy; what could not be understood is refused even there.
  if (header.outcome === 'refused') return effectMarks.deny;
  if (header.outcome === 'failed') return effectMarks.failed;
  if (header.decision.effect === 'deny')
    return header.decision.mode === 'monitor' ? effectMarks.monitor : effectMarks.deny;
  return header.masked.length > 0 ? effectMarks.mask : effectMarks.allow;
}
