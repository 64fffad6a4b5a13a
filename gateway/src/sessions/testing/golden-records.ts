import { createHash } from 'node:crypto';
import type { RandomSource } from '../parts/random-pool.ts';
import type { RecordDraft } from '../record.ts';
import { draftOf, testUlid } from './record-drafts.ts';

/** Bytes that look random and are the same in every run. */
export function fixedRandom(): RandomSource {
  let counter = 0;
  return (length) => {
    const bytes: Buffer[] = [];
    for (let have = 0; have < length; have += 32) {
      counter += 1;
      bytes.push(createHash('sha256').update(`golden ${counter}`).digest());
    }
    return Buffer.concat(bytes).subarray(0, length);
  };
}

/** The records of the golden log: an intent with its outcome, a refusal, one without parts, one long enough to be compressed. */
export const goldenRecords: readonly RecordDraft[] = [
  draftOf(testUlid(1), {
    kind: 'intent',
    time: '2026-03-01T09:12:00.000Z',
    parts: { operations: Buffer.from('{"ids":["a"]}') },
  }),
  draftOf(testUlid(1), { time: '2026-03-01T09:12:00.250Z', client: 'kernel-1', masked: true }),
  draftOf(testUlid(2), {
    effect: 'deny',
    time: '2026-03-01T09:13:00.000Z',
    parts: { decision: Buffer.from('{"what":"no"}'), request: Buffer.from('{}') },
  }),
  draftOf(testUlid(3), { time: '2026-03-01T09:14:00.000Z', subject: 'zoë', parts: {} }),
  draftOf(testUlid(4), {
    time: '2026-03-01T09:15:00.000Z',
    parts: { response: Buffer.from(JSON.stringify(Array(500).fill({ title: 'made up' }))) },
  }),
];
