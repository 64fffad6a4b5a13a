import type { Finding } from './finding.ts';

/** Findings in order; those that overlap become one, under the name of the longest. */
export function mergeFindings(findings: Finding[]): Finding[] {
  findings.sort((a, b) => a.start - b.start || b.end - a.end);
  const merged: Finding[] = [];
  let longest = 0;
  for (const finding of findings) {
    const last = merged.at(-1);
    if (last === undefined || finding.start >= last.end) {
      merged.push(finding);
      longest = finding.end - finding.start;
      continue;
    }
    const length = finding.end - finding.start;
    const { detector } = length > longest ? finding : last;
    longest = Math.max(longest, length);
    merged[merged.length - 1] = {
      start: last.start,
      end: Math.max(last.end, finding.end),
      detector,
      ...((last.encoded === true || finding.encoded === true) && { encoded: true }),
    };
  }
  return merged;
}
