import { relative } from 'node:path';
import { root } from '../paths.mjs';
import { describeFailure, isFailure } from './describe-failure.mjs';

/** A reporter of node:test: one line per file, failures in full, what tests print as it is. */
export default async function* quietReporter(source) {
  const files = new Map();
  for await (const event of source) {
    const { type, data } = event;
    if (type === 'test:stdout' || type === 'test:stderr') yield data.message;
    // What a test says on purpose; the runner's own summary names no file.
    else if (type === 'test:diagnostic' && data.file !== undefined) yield `${data.message}\n`;
    else if (isFailure(event)) yield describeFailure(data);
    else if (type === 'test:pass' && (data.skip !== undefined || data.todo !== undefined))
      yield `  – skipped: ${data.name} (${relative(root, data.file ?? '')})${typeof data.skip === 'string' ? `: ${data.skip}` : ''}\n`;
    else if (type === 'test:summary' && data.file !== undefined && !files.has(data.file)) {
      files.set(data.file, true);
      const { passed, failed, cancelled } = data.counts;
      yield `  ${data.success ? '✓' : '✗'} ${relative(root, data.file)}: ${passed}${failed + cancelled > 0 ? `, ${failed + cancelled} failed` : ''} (${(data.duration_ms / 1000).toFixed(1)} s)\n`;
    }
  }
}
