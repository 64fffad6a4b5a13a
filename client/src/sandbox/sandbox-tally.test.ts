import assert from 'node:assert/strict';
import { test } from 'node:test';
import { describeReport } from './describe-report.ts';
import { Recording } from './recording.ts';
import { SandboxTally } from './sandbox-tally.ts';

test('of any number of calls without an answer the last thousand are kept, and all are counted', () => {
  const tally = new SandboxTally();
  const recording = new Recording([]);
  for (let at = 1; at <= 5_500; at += 1) tally.unmatched('GET', `/${at}?x=1`, 'it was not recorded');
  const report = tally.report(recording);
  assert.deepEqual(
    [
      report.notAnswered,
      report.notRecorded.length,
      report.notRecorded[0]?.call,
      report.notRecorded.at(-1)?.call,
    ],
    [5_500, 1_000, 'GET /4501', 'GET /5500'],
  );
  assert.match(
    describeReport(report),
    /5,500 calls not answered.*… and 5490 calls more \(--json has the last ones\)/s,
  );
});
