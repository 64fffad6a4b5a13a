import { relative } from 'node:path';
import { inspect } from 'node:util';
import { root } from '../paths.mjs';

const indent = (text) => text.replace(/^/gm, '    ');

/** What the test's own assertion said, without the runner's wrapping. */
function said(error) {
  const cause = error?.cause ?? error;
  if (error?.exitCode !== undefined)
    return `the file ended with ${error.signal ?? `exit code ${error.exitCode}`} after its tests`;
  return cause instanceof Error ? (cause.stack ?? cause.message) : inspect(cause);
}

/** Whether an event of node:test is a failure of its own, not that of a suite whose tests failed. */
export const isFailure = ({ type, data }) =>
  type === 'test:fail' && data.details.error?.failureType !== 'subtestsFailed';

/** A failed test as people read it: its name, its place, what it said. */
export const describeFailure = (data) =>
  `  ✗ ${data.name} (${relative(root, data.file ?? '')}:${data.line ?? '?'})\n${indent(said(data.details.error))}\n`;
