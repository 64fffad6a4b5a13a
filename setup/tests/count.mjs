/** What a tier did: numbers of passed, failed and skipped tests, the text of each failure, and the numbers of each file where they are known. */
export const noTests = { passed: 0, failed: 0, skipped: 0, failures: [], unstable: [], files: {} };

/** Sum of two counts. */
export const add = (a, b) => ({
  passed: a.passed + b.passed,
  failed: a.failed + b.failed,
  skipped: a.skipped + b.skipped,
  failures: [...(a.failures ?? []), ...(b.failures ?? [])],
  unstable: [...(a.unstable ?? []), ...(b.unstable ?? [])],
  files: { ...a.files, ...b.files },
});

/** The line that ends every run. */
export const countLine = ({ passed, failed, skipped }) =>
  `${passed} passed, ${failed} failed, ${skipped} skipped`;

/** The count that a program printed as its last such line, or undefined. */
export function readCountLine(text) {
  const line = [...text.matchAll(/^(\d+) passed, (\d+) failed, (\d+) skipped$/gm)].at(-1);
  return line && { ...noTests, passed: Number(line[1]), failed: Number(line[2]), skipped: Number(line[3]) };
}
