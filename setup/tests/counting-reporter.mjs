import { describeFailure, isFailure } from './describe-failure.mjs';

/**
 * A reporter of node:test that yields, as JSON at its end, the counts of the whole run, those of each file, and every
 * failure in words. A suite that is skipped as a whole counts as one: the runner's own numbers leave it out.
 */
export default async function* countingReporter(source) {
  let suites = 0;
  const failures = [];
  const files = {};
  const numbers = ({ passed, failed, cancelled, skipped, todo }) => ({
    passed,
    failed: failed + cancelled,
    skipped: skipped + todo,
  });
  for await (const event of source) {
    const { type, data } = event;
    if (type === 'test:pass' && data.skip !== undefined && data.details.type === 'suite') suites++;
    if (isFailure(event)) failures.push(describeFailure(data));
    if (type !== 'test:summary') continue;
    if (data.file !== undefined) files[data.file] = numbers(data.counts);
    else {
      const count = numbers(data.counts);
      yield JSON.stringify({ ...count, skipped: count.skipped + suites, failures, files });
    }
  }
}
