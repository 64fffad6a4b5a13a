import assert from 'node:assert/strict';
import { test } from 'node:test';
import { evidenceLog } from '../testing/evidence-log.ts';
import { MemoryRecords } from '../testing/memory-records.ts';
import { mutations } from '../testing/mutations.ts';
import { Random } from '../testing/random.ts';
import { verifyEvidence } from './verify-evidence.ts';

const count = process.env.VECTORGATE_TEST_DEEP === '1' ? 10_000 : 400;

test(`invariant 11: ${count} random changes of records are all found, with the public key and what was published`, async (t) => {
  const honest = evidenceLog();
  const { log, oldSigner, published } = honest;
  const options = { keys: [oldSigner.key], published: [published] };
  const whole = await verifyEvidence(log.records, options);
  assert.deepEqual([whole.ok, whole.records, whole.signed, whole.removed], [true, 42, 42, 21]);
  const kinds = Object.entries(mutations);
  let named = 0;
  for (let n = 0; n < count; n += 1) {
    const [kind, mutate] = kinds[n % kinds.length]!;
    const records = new MemoryRecords(log.records.files);
    const record = mutate(records, new Random(n), honest);
    const report = await verifyEvidence(records, options);
    const told = JSON.stringify(report.problems);
    assert.equal(report.ok, false, `${kind}, seed ${n}`);
    assert.ok(report.problems.every(({ reason }) => reason !== ''));
    if (record === undefined) continue;
    named += 1;
    // Who puts a copy of the next record in front of it has changed the one after that.
    const most = kind === 'a record inserted' ? record + 1 : record;
    const where = report.problems.filter((problem) => problem.record !== undefined);
    assert.ok(
      where.some(
        (problem) =>
          problem.record! >= record &&
          problem.record! <= most &&
          (problem.segment !== undefined || problem.code === 'rolled-back'),
      ),
      `${kind}, seed ${n}: record ${record}, ${told}`,
    );
    // What is signed up to the change is still believed.
    assert.ok(
      report.signed <= most || where[0]?.code === 'parts-damaged',
      `${kind}, seed ${n}: ${report.signed}`,
    );
    assert.ok(
      report.signed >= Math.min(record - 4, 38) || report.problems.length > 1,
      `${kind}, seed ${n}: ${told}`,
    );
  }
  t.diagnostic(`${count} changes, ${count} found; of ${named} in which one record is meant, it was named`);
});
