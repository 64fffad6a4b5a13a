// npm run bench -- masking-speed [--seconds 3]: how fast an answer of the store is read strictly and masked.
import { hash } from 'node:crypto';
import { parseArgs } from 'node:util';
import { readJson } from '../../gateway/src/json/read-json.ts';
import { MaskLedger } from '../../gateway/src/masks/mask-ledger.ts';
import { MaskPlan } from '../../gateway/src/masks/mask-plan.ts';
import { shapeRecords } from '../../gateway/src/protocols/chroma/shape-records.ts';
import { benchMasks } from './bench-masks.ts';
import { queryAnswer } from './bodies.ts';
import { checkMasked } from './check-masked.ts';
import { median } from './median.ts';

const { values } = parseArgs({
  options: { seconds: { type: 'string', default: '3' }, help: { type: 'boolean' } },
});
if (values.help) {
  process.stdout.write(
    'npm run bench -- masking-speed [--seconds 3]: megabytes of an answer masked in a second.\n',
  );
  process.exit(0);
}

const keys = { hash: Buffer.alloc(32, 1), token: Buffer.alloc(32, 2) };

interface Case {
  readonly what: string;
  readonly body: Buffer;
  readonly goal: number;
}

const cases: readonly Case[] = [
  { what: '100 hits with vectors of 768', body: Buffer.from(queryAnswer(100, 768)), goal: 800 },
  { what: '10 hits, personal data in every fortieth word', body: Buffer.from(queryAnswer(10, 0)), goal: 150 },
  { what: '10 hits, personal data in every fifth word', body: Buffer.from(queryAnswer(10, 0, 5)), goal: 150 },
];

const masks = benchMasks('chroma');
/** What leaves for one answer: read, masked, put together. */
function mask(body: Buffer): readonly Buffer[] {
  const shaped = shapeRecords(1)(
    readJson(body, { skipNumbers: true }),
    new MaskPlan(masks, keys),
    new MaskLedger(),
  );
  return [shaped.body, ...(shaped.rest ?? [])];
}

/** Microseconds of one call, median over as many as fit into the time, half a second of warm-up before. */
function time(seconds: number, call: () => unknown): number {
  for (const until = performance.now() + Math.min(500, seconds * 250); performance.now() < until; ) call();
  const times: number[] = [];
  for (const until = performance.now() + seconds * 1000; performance.now() < until; ) {
    const from = performance.now();
    call();
    times.push((performance.now() - from) * 1000);
  }
  return median(times);
}

const seconds = Number(values.seconds);
const lines: string[] = [];
for (const { what, body, goal } of cases) {
  const masked = checkMasked(body, Buffer.concat(mask(body)));
  const all = time(seconds, () => mask(body));
  // The record keeps vectors by their digest: that is part of the same pass, and a floor that no mask can go under.
  const { embeddings } = JSON.parse(body.toString()) as {
    embeddings: readonly (readonly number[][])[] | null;
  };
  const texts = embeddings?.flat().map((vector) => Buffer.from(JSON.stringify(vector))) ?? [];
  const digests =
    texts.length === 0 ? 0 : time(seconds, () => texts.map((one) => hash('sha256', one, 'hex')));
  const rate = (microseconds: number): string => (body.length / microseconds).toFixed(0);
  lines.push(
    `| ${what} | ${(body.length / 1000).toFixed(0)} | ${masked} | ${all.toFixed(0)} | ${rate(all)} | ${digests.toFixed(0)} | ${rate(all - digests)} | ${goal} |`,
  );
}
process.stdout.write(`| answer | KB | values hidden | µs | MB/s | of it digests of vectors for the record, µs | MB/s without them | goal MB/s |
|---|---:|---:|---:|---:|---:|---:|---:|
${lines.join('\n')}
`);
