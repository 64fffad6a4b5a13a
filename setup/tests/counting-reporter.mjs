/**
 * A reporter of node:test that yields the counts of the whole run, as JSON, at its end. A suite that is skipped as a whole
 * counts as one: the runner's own numbers leave it out.
 */
export default async function* countingReporter(source) {
  let suites = 0;
  for await (const { type, data } of source) {
    if (type === 'test:pass' && data.skip !== undefined && data.details.type === 'suite') suites++;
    if (type !== 'test:summary' || data.file !== undefined) continue;
    const { passed, failed, cancelled, skipped, todo } = data.counts;
    yield JSON.stringify({ passed, failed: failed + cancelled, skipped: skipped + todo + suites });
  }
}
