// npm run bench -- replay-ui [--rounds 20]: the player in Chromium, in a page of its own for each round: from the start of
// the navigation to the first paint, and to the frame in which the step's request, decision and answer are drawn.
import { mkdtemp, rm } from 'node:fs/promises';
import { availableParallelism, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { gzipSync } from 'node:zlib';
import { openChromium } from '../browser/open-chromium.ts';
import { until } from '../harness/until.ts';
import { servePage } from '../replay-ui/serve-page.ts';
import { median } from './median.ts';

const { values } = parseArgs({ options: { rounds: { type: 'string', default: '20' } } });
const rounds = Number(values.rounds);

const cases = [
  { name: 'a recorded session, 10 hits', query: 'view=player', drawn: 'table' },
  { name: 'list and player', query: 'view=replay', drawn: 'table' },
  { name: 'a session of 100,000 steps', query: 'view=player&data=many', drawn: '.pane' },
  { name: '100,000 sessions', query: 'view=sessions&data=many&page=100000', drawn: '[role=option]' },
  {
    name: 'an answer of 1 MB, 1,000 hits',
    query: 'view=player&data=made&session=01JD8Z6Q4MX3V7H2K9RBT5WY00',
    drawn: 'table',
  },
] as const;

/** Runs in the page before its script: notes the frame in which what is looked for is drawn, in whatever shadow root. */
const watch = (selector: string): string => `
  globalThis.replayContent = (base) => {
    const of = (make) => [Array.from({ length: 1000 }, (_, at) => make(at))];
    const text = JSON.stringify({ ids: of((at) => 'CASE-' + at), distances: of((at) => at / 1000),
      documents: of((at) => 'x'.repeat(900)), metadatas: of((at) => ({ product: 'blender', at })) });
    return { header: { ...base, masked: [] }, request: { value: { query_embeddings: [[1, 2]], n_results: 1000 } }, response: { text }, withheld: [] };
  };
  const find = (root) => root.querySelector(${JSON.stringify(selector)}) !== null ||
    [...root.querySelectorAll('*')].some((node) => node.shadowRoot !== null && find(node.shadowRoot));
  const look = () => {
    if (find(document)) requestAnimationFrame(() => { globalThis.drawnAt = performance.now(); });
    else requestAnimationFrame(look);
  };
  requestAnimationFrame(look);`;

const p95 = (numbers: readonly number[]): number =>
  numbers.toSorted((a, b) => a - b)[Math.min(numbers.length - 1, Math.floor(numbers.length * 0.95))] ??
  Number.NaN;

const profile = await mkdtemp(join(tmpdir(), 'vectorgate-bench-'));
const served = await servePage();
const context = await openChromium(profile);
try {
  const script = await (await fetch(`${served.url}/page.js`)).text();
  process.stdout.write(
    `script with its recorded sessions ${(script.length / 1024).toFixed(0)} KiB, gzip ${(gzipSync(script).length / 1024).toFixed(0)} KiB; ${availableParallelism()} cores, load ${loadavg()[0]!.toFixed(1)}\n\n` +
      '| shown | first paint p50 ms | p95 | drawn p50 ms | p95 | CPU p50 ms | of all that, making the records p50 ms |\n|---|---:|---:|---:|---:|---:|---:|\n',
  );
  for (const { name, query, drawn } of cases) {
    const paints: number[] = [];
    const draws: number[] = [];
    const cpus: number[] = [];
    const makes: number[] = [];
    for (let round = 0; round <= rounds; round++) {
      const page = await context.newPage();
      // The main thread's own time: on a busy machine it tells more than the clock.
      const tools = await context.newCDPSession(page);
      await tools.send('Performance.enable', { timeDomain: 'threadTicks' });
      await page.addInitScript(watch(drawn));
      await page.goto(`${served.url}/?${query}`);
      // By the debugger's own way: the page's content policy forbids to evaluate anything.
      await until('it is drawn', () =>
        page.evaluate(
          'globalThis.drawnAt !== undefined && performance.getEntriesByName("first-contentful-paint").length > 0',
        ),
      );
      const [paint, draw, made] = (await page.evaluate(
        '[performance.getEntriesByName("first-contentful-paint")[0].startTime, globalThis.drawnAt, performance.getEntriesByName("made").reduce((sum, { duration }) => sum + duration, 0)]',
      )) as [number, number, number];
      const { metrics } = await tools.send('Performance.getMetrics');
      const cpu = (metrics.find((metric) => metric.name === 'TaskDuration')?.value ?? Number.NaN) * 1_000;
      // The first round fills the browser's caches of compiled code, as an editor's second opening finds them.
      if (round > 0) {
        paints.push(paint);
        draws.push(draw);
        cpus.push(cpu);
        makes.push(made);
      }
      await page.close();
    }
    process.stdout.write(
      `| ${name} | ${[median(paints), p95(paints), median(draws), p95(draws), median(cpus), median(makes)].map((value) => value.toFixed(0)).join(' | ')} |\n`,
    );
  }
} finally {
  await context.close();
  await served.close();
  await rm(profile, { recursive: true, force: true });
}
