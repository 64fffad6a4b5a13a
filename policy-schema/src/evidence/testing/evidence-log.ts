import { formatVerifierKey } from '../notes/verifier-key.ts';
import { MemoryRecords } from './memory-records.ts';
import { TestLog, testId } from './test-log.ts';
import { type TestSigner, testSigner } from './test-signer.ts';

/** Everything that an honest log can have: removed segments, a change of keys, a forgotten session, many checkpoints. */
export interface EvidenceLog {
  readonly log: TestLog;
  readonly oldSigner: TestSigner;
  readonly newSigner: TestSigner;
  /** What was published, whole. */
  readonly published: string;
  /** Copies of all files, at every checkpoint: states that the log once had. */
  readonly states: readonly MemoryRecords[];
}

export function evidenceLog(): EvidenceLog {
  const log = new TestLog();
  const [oldSigner, newSigner] = [testSigner('vectorgate/log', 1), testSigner('vectorgate/log', 2)];
  let published = '';
  const states: MemoryRecords[] = [];
  const sign = (...signers: readonly TestSigner[]): void => {
    published += log.checkpoint(...signers);
    states.push(new MemoryRecords(log.records.files));
  };
  log.know(oldSigner);
  let signer = oldSigner;
  for (let n = 0; n < 42; n += 1) {
    if (n % 7 === 0) log.roll();
    if (n === 20) {
      log.add({
        evidence: {
          event: 'signing-key-changed',
          from: formatVerifierKey(oldSigner.key),
          to: formatVerifierKey(newSigner.key),
        },
      });
      log.know(newSigner);
      sign(oldSigner, newSigner);
      signer = newSigner;
    } else if (n === 30) log.add({ evidence: { event: 'segments-removed', records: 21, to: 3 } });
    else if (n === 33) log.add({ evidence: { event: 'session-forgotten', session: testId(2000) } });
    else log.add(n % 5 === 2 ? { session: testId(2000) } : {});
    if (n === 30) log.remove(3);
    if (n % 4 === 1 || n === 41) sign(signer);
  }
  return { log, oldSigner, newSigner, published, states };
}
