import assert from 'node:assert/strict';
import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { pino } from 'pino';
import { GateError } from '../errors/gate-error.ts';
import { FileReloads } from './file-reloads.ts';
import type { Reloaded } from './reloaded.ts';

let folder: string;
let reloads: FileReloads;
let lines: string[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'vectorgate-reloads-'));
  lines = [];
  reloads = new FileReloads(pino({}, { write: (line: string) => void lines.push(line) }), 10);
});
afterEach(async () => {
  await reloads.close();
  rmSync(folder, { recursive: true, force: true });
});

const at = (...names: string[]): string => join(folder, ...names);

/** Two files that belong together when they begin with the same letter. */
const loadPair = (a: string, b: string): Promise<Reloaded<string>> =>
  reloads.load({
    name: 'pair',
    files: [a, b],
    read: async () => {
      const [first, second] = [readFileSync(a, 'utf8'), readFileSync(b, 'utf8')];
      if (first[0] !== second[0]) throw new GateError('pair', 'VectorGate: they do not fit. Write both.');
      return first + second;
    },
    checkNew: (value) => {
      if (value.includes('old')) throw new GateError('pair', 'VectorGate: it is old. Write a new one.');
    },
  });

async function until(question: () => boolean): Promise<void> {
  for (let i = 0; i < 500 && !question(); i++) await wait(10);
  assert.ok(question());
}
const ok = (): boolean => reloads.status().every((part) => part.ok);

test('a folder swapped by its link, as Kubernetes does it, is taken as a whole', async () => {
  for (const version of ['x', 'y']) {
    mkdirSync(at(version));
    writeFileSync(at(version, 'a'), `${version}1`);
    writeFileSync(at(version, 'b'), `${version}2`);
  }
  symlinkSync('x', at('..data'));
  symlinkSync(join('..data', 'a'), at('a'));
  symlinkSync(join('..data', 'b'), at('b'));
  const pair = await loadPair(at('a'), at('b'));
  const told: string[] = [];
  pair.onChange((value) => told.push(value));
  assert.equal(pair.value, 'x1x2');
  symlinkSync('y', at('..next'));
  renameSync(at('..next'), at('..data'));
  await until(() => pair.value === 'y1y2');
  assert.deepEqual(told, ['y1y2']);
  assert.ok(ok());
});

test('what does not fit is told once and changes nothing, until it fits', async () => {
  writeFileSync(at('a'), 'x1');
  writeFileSync(at('b'), 'x2');
  const pair = await loadPair(at('a'), at('b'));
  writeFileSync(at('a'), 'y1');
  await until(() => !ok());
  await wait(100);
  assert.equal(pair.value, 'x1x2');
  const errors = lines.filter((line) => line.includes('"level":50'));
  assert.equal(errors.length, 1);
  assert.match(errors[0]!, /pair: not taken, the one before stays in force: they do not fit\. Write both\./);
  writeFileSync(at('b'), 'y2');
  await until(ok);
  assert.equal(pair.value, 'y1y2');
});

test('files that vanish, come back, or hold what has had its time leave what was there in force', async () => {
  writeFileSync(at('a'), 'x1');
  writeFileSync(at('b'), 'x2');
  const pair = await loadPair(at('a'), at('b'));
  renameSync(at('a'), at('away'));
  await until(() => !ok());
  assert.equal(pair.value, 'x1x2');
  renameSync(at('away'), at('a'));
  await until(ok);
  writeFileSync(at('a'), 'x-old');
  await until(() => !ok());
  assert.equal(pair.value, 'x1x2');
});

test('files that cannot be read at the start are told by whoever reads them', async () => {
  writeFileSync(at('a'), 'x1');
  await assert.rejects(loadPair(at('a'), at('b')), { code: 'ENOENT' });
  assert.deepEqual(reloads.status(), []);
});
