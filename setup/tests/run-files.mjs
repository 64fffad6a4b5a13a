import { createWriteStream } from 'node:fs';
import { compose } from 'node:stream';
import { finished } from 'node:stream/promises';
import { run } from 'node:test';
import countingReporter from './counting-reporter.mjs';
import quietReporter from './quiet-reporter.mjs';

/*
 * node run-files.mjs CONCURRENCY COUNTS FILE…: the test files in this order (`node --test` sorts them), each in a process
 * of its own; what they say goes to standard output, the counts as JSON to the file COUNTS.
 */
const [, , concurrency, counts, ...files] = process.argv;
const events = run({
  files,
  concurrency: Number(concurrency),
  execArgv: ['--disable-warning=ExperimentalWarning'],
});
events.on('test:fail', () => {
  process.exitCode = 1;
});
const said = compose(events, quietReporter);
said.pipe(process.stdout);
await Promise.all([
  finished(said),
  finished(compose(events, countingReporter).pipe(createWriteStream(counts))),
]);
