import { relative } from 'node:path';
import { inspect } from 'node:util';
import { root } from '../paths.mjs';

const indent = (text) => text.replace(/^/gm, '    ');

/** What the test's own assertion said, without the runner's wrapping. */
function describe(error) {
  const cause = error?.cause ?? error;
  if (error?.exitCode !== undefined)
    return `the file ended with ${error.signal ?? `exit code ${error.exitCode}`} after its tests`;
  return cause instanceof Error ? (cause.stack ?? cause.message) : inspect(cause);
}

/** A reporter of node:test: one line per file, failures in full, what tests print as it is. */
export default async function* quietReporter(source) {
  const files = new Map();
  for await (const { type, data } of source) {
    if (type === 'test:stdout' || type === 'test:stderr') yield data.message;
    // What a test says on purpose; the runner's own summary names no file.
    else if (type === 'test:diagnostic' && data.file !== undefined) yield `${data.message}\n`;
    else if (type === 'test:fail' && data.details.error?.failureType !== 'subtestsFailed')
      yield `  ✗ ${data.name} (${relative(root, data.file ?? '')}:${data.line ?? '?'})\n${indent(describe(data.details.error))}\n`;
    else if (type === 'test:pass' && (data.skip !== undefined || data.todo !== undefined))
      yield `  – skipped: ${data.name} (${relative(root, data.file ?? '')})${typeof data.skip === 'string' ? `: ${data.skip}` : ''}\n`;
    else if (type === 'test:summary' && data.file !== undefined && !files.has(data.file)) {
      files.set(data.file, true);
      const { passed, failed, cancelled } = data.counts;
      yield `  ${data.success ? '✓' : '✗'} ${relative(root, data.file)}: ${passed}${failed + cancelled > 0 ? `, ${failed + cancelled} failed` : ''} (${(data.duration_ms / 1000).toFixed(1)} s)\n`;
    }
  }
}
