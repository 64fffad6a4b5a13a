import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import {
  echoName,
  type GovernedEcho,
  governEcho,
} from '../../gateway/src/engines/grpc/testing/governed-echo.ts';
import {
  answerWith,
  startTestStore,
  type TestStore,
} from '../../gateway/src/engines/grpc/testing/test-store.ts';
import { makeCertificate } from '../harness/certificate.ts';
import { runPython } from '../harness/run-python.ts';
import { until } from '../harness/until.ts';

let store: TestStore;
let gate: GovernedEcho;
before(async () => {
  store = await startTestStore();
  // What says so is not answered.
  store.behave = (stream, _headers, body) => {
    if (body.subarray(5).toString() !== 'wait') answerWith(stream, body);
  };
  gate = await governEcho(store.url);
});
after(async () => {
  await gate?.stop();
  await store?.close();
});

interface Told {
  readonly code: string;
  readonly details?: string;
  readonly length?: number;
  readonly trailing: Readonly<Record<string, string>>;
  readonly seconds?: number;
}

test('invariant 6: the real client is answered, refused and left in peace', async () => {
  const program = new URL('./grpc_calls.py', import.meta.url).pathname;
  const seen = (await runPython(program, [String(gate.port), echoName])) as Record<string, Told> & {
    readonly cancelled: number;
    readonly many: unknown;
    readonly 'keep-alive': readonly [string, string, readonly string[]];
  };
  const of = (name: string): Told => seen[name]!;
  const decision = /^[0-9A-Z]{26}$/;
  for (const [name, length] of [
    ['answered', 5],
    ['changed', 5],
    ['long', 10_000_000],
    ['gzip', 5_000_000],
    ['slow reader', 15_000_000],
    ['afterwards', 5],
  ] as const) {
    assert.deepEqual([name, of(name).code, of(name).length], [name, 'OK', length]);
    assert.match(of(name).trailing['vectorgate-decision'] ?? '', decision);
  }
  assert.match(of('changed').trailing['vectorgate-notice'] ?? '', /^one%20word%20changed/);
  assert.deepEqual(
    ['signed out', 'denied', 'unknown method', 'deflate', 'too large', 'too large, compressed'].map(
      (name) => of(name).code,
    ),
    ['UNAUTHENTICATED', 'PERMISSION_DENIED', ...Array.from({ length: 4 }, () => 'INVALID_ARGUMENT')],
  );
  assert.equal(of('too large, signed out').code, 'UNAUTHENTICATED');
  assert.match(of('denied').details ?? '', /^VectorGate: [\s\S]*Decision [0-9A-Z]{26}\.$/);
  assert.match(of('denied').trailing['vectorgate-decision'] ?? '', decision);
  assert.match(of('too large').details ?? '', /larger than 16,777,216 bytes/);
  assert.equal(of('several').code, 'INVALID_ARGUMENT');
  assert.equal(of('none').code, 'INVALID_ARGUMENT');
  assert.equal(of('deadline').code, 'DEADLINE_EXCEEDED');
  assert.ok((of('deadline').seconds ?? 9) < 2);
  assert.equal(seen.cancelled, 50);
  assert.deepEqual(seen['keep-alive'].slice(0, 2), ['OK', 'OK']);
  // One connection for all: it was never taken away.
  assert.equal(seen['keep-alive'][2].filter((state) => state === 'CONNECTING').length <= 1, true);
  assert.deepEqual(seen.many, [400, true]);
  // No refusal was tried again.
  const codes = gate.records.map(({ header }) => header.decision.code);
  for (const code of ['no-permit', 'unknown-method'])
    assert.ok(codes.filter((each) => each === code).length <= 1, `${code} was asked again`);
  await until('every caller is gone', async () => (await gate.connections()) === 0);
  assert.equal(gate.memory.answers.bytes, 0);
});

test('the real HTTP client over HTTP/2 is answered as over HTTP/1.1', async () => {
  const certificate = makeCertificate('a gate');
  const folder = await mkdtemp(join(tmpdir(), 'vectorgate-http2-'));
  const secure = await governEcho(store.url, {
    tls: { cert: Buffer.from(certificate.cert), key: Buffer.from(certificate.key) },
  });
  try {
    const file = join(folder, 'gate.pem');
    await writeFile(file, certificate.cert);
    const program = new URL('./http2_calls.py', import.meta.url).pathname;
    const seen = (await runPython(program, [
      String(gate.port),
      String(secure.port),
      file,
      echoName,
    ])) as Record<string, readonly (readonly [string, string, number, number])[]>;
    for (const way of ['known', 'agreed']) {
      assert.deepEqual(
        seen[way]!.map(([version, method, status, length]) => [
          version,
          method,
          status,
          status === 200 ? length : 0,
        ]),
        [
          ['HTTP/2', 'POST', 200, 5],
          ['HTTP/2', 'POST', 200, 3_000_000],
          ['HTTP/2', 'POST', 200, 0],
          ['HTTP/2', 'GET', 200, 0],
          ['HTTP/2', 'HEAD', 200, 0],
          ['HTTP/2', 'POST', 403, 0],
          ['HTTP/2', 'POST', 400, 0],
          ['HTTP/2', 'POST', 200, 5],
        ],
        way,
      );
    }
  } finally {
    await secure.stop();
    await rm(folder, { recursive: true });
  }
});
