import assert from 'node:assert/strict';
import { type ClientHttp2Session, type ClientHttp2Stream, connect, constants } from 'node:http2';
import { after, afterEach, before, suite, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { openDescriptors, openSockets, residentMemory } from '../attacks/gate-process-state.ts';
import { type GatewayProcess, startGatewayProcess } from '../harness/gateway-process.ts';
import { permitEverything, policyOf } from '../harness/policies.ts';
import * as grpc from '../harness/qdrant-grpc-calls.ts';
import { id, stored, whole } from '../harness/qdrant-grpc-calls.ts';
import {
  type QdrantWorld,
  qdrantGrpcName,
  startQdrantWorld,
  withoutQdrant,
} from '../harness/qdrant-world.ts';
import { readAllHeaders } from '../harness/read-records.ts';
import { framed, type UnaryAnswer, UnaryCalls } from '../harness/unary-call.ts';
import { until } from '../harness/until.ts';

/** Calls at a time that are given up; a connection takes no more than 100. */
const wave = 50;
/** All of them, over all stages. */
const cancelled = 1_000;
/** Sessions that the gate keeps with one store. */
const sessionsWithStore = 8;

/* The gateway is a process of its own here; before the server's gRPC port stands a recorder, which holds calls. */

suite('Faults of the gateway’s process with Qdrant over gRPC', { skip: withoutQdrant }, () => {
  let world: QdrantWorld;
  let token: string;
  let gateway: GatewayProcess;
  let calls: UnaryCalls;
  before(async () => {
    world = await startQdrantWorld({
      policies: { all: policyOf(permitEverything('all', 'services: ["ci:all"]', 'vectors')) },
      gateway: false,
    });
    token = await world.workload('all');
    await world.straight('PUT', '/collections/cases', { vectors: { size: 3, distance: 'Dot' } });
    await start();
  });
  afterEach(() => {
    world.recordedGrpc.before = async () => {};
  });
  after(async () => {
    calls?.close();
    await gateway?.kill();
    await world?.close();
  });

  const start = async (): Promise<void> => {
    gateway = await startGatewayProcess(world.configurationFile);
    calls = new UnaryCalls(gateway.dataUrl);
  };
  const own = (): Record<string, string> => ({
    'vectorgate-token': token,
    'vectorgate-upstream': qdrantGrpcName,
  });
  const send = (
    { method, message }: grpc.GrpcCall,
    headers: Record<string, string> = {},
  ): Promise<UnaryAnswer> => calls.call(method, message, { headers: { ...own(), ...headers } });
  const upsert = (num: number): grpc.GrpcCall =>
    grpc.upsert({
      points: [{ id: id(BigInt(num)), vectors: stored(1, 2, 3), payload: { n: whole(BigInt(num)) } }],
    });
  /** Holds calls that came to the store; `release` lets them go on. */
  const hold = (): (() => void) => {
    const { promise, resolve } = Promise.withResolvers<void>();
    world.recordedGrpc.before = () => promise;
    return resolve;
  };

  test('invariant 4: killed in the midst of an upsert, its intent stands as "outcome unknown"', async () => {
    // The store made the change; nobody is told.
    world.recordedGrpc.before = async (path, message) => {
      const made = await world.straightGrpc(path.slice(1), message);
      assert.equal(made.status, 0);
      await new Promise(() => {});
    };
    const told = send(upsert(1));
    const points = async (): Promise<number> => {
      const answer = await world.straight('POST', '/collections/cases/points/count', {});
      return ((await answer.json()) as { result: { count: number } }).result.count;
    };
    await until('the store has it', async () => (await points()) === 1);
    await gateway.kill();
    assert.equal((await told).status, -1, 'the caller was told nothing');
    calls.close();
    await start();
    await gateway.stop();
    calls.close();
    const headers = await readAllHeaders(world.configurationFile);
    const changes = headers.filter(({ operations }) => operations[0]?.name === 'upsert_points');
    assert.deepEqual(
      changes.map(({ outcome, kind }) => [kind, outcome]),
      [['intent', 'unknown']],
    );
    world.recordedGrpc.before = async () => {};
    await start();
    assert.equal((await send(grpc.scroll())).status, 0);
  });

  test('a change whose answer never came is told as in doubt', async () => {
    const { open } = world.recordedGrpc;
    world.recordedGrpc.before = async () => {
      await world.stopServer();
    };
    const told = await send(upsert(2));
    assert.notEqual(told.status, 0);
    assert.match(told.details, /^VectorGate: .*(may have been|not known whether|in doubt).*/s);
    await world.startServer();
    world.recordedGrpc.before = async () => {};
    const healed = async (): Promise<boolean> => (await send(grpc.scroll())).status === 0;
    await until('it is healed', healed);
    assert.equal(world.recordedGrpc.open, open);
  });

  test('a caller’s deadline that passes before the answer: told at once, and the store is let go', async () => {
    const { left } = world.recordedGrpc;
    hold();
    const began = Date.now();
    const { status, details } = await send(grpc.scroll(), { 'grpc-timeout': '300m' });
    const took = Date.now() - began;
    assert.equal(status, 4, details);
    assert.match(details, /^VectorGate: the answer did not come within the time that the client waits\./);
    assert.ok(took >= 250 && took < 5_000, `${took} ms`);
    await until('the store is let go', () => world.recordedGrpc.left === left + 1);
    world.recordedGrpc.before = async () => {};
    assert.equal((await send(grpc.scroll(), { 'grpc-timeout': '20S' })).status, 0);
  });

  test('a change that a deadline overtakes is seen to its end', async () => {
    const release = hold();
    const { status } = await send(upsert(3), { 'grpc-timeout': '300m' });
    assert.equal(status, 4);
    release();
    const { method, message } = grpc.get({ ids: [id(3n)], withVectors: grpc.yes });
    await until('it is made', async () =>
      (await world.straightGrpc(method, message)).body.includes(Buffer.from(Float32Array.of(1, 2, 3).buffer)),
    );
  });

  /** How far a call comes before its caller leaves. */
  const stages: readonly (readonly [
    name: string,
    call: (index: number) => grpc.GrpcCall,
    bytes: (whole: Buffer) => Buffer | undefined,
    reaches: 'gate' | 'store',
  ])[] = [
    ['its head has come', () => grpc.scroll(), () => undefined, 'gate'],
    ['half of its message has come', () => grpc.scroll(), (all) => all.subarray(0, all.length / 2), 'gate'],
    ['the store has it', () => grpc.scroll(), (all) => all, 'store'],
    ['the store has the change', (index) => upsert(10 + index), (all) => all, 'store'],
  ];

  test(`${cancelled} calls that their callers give up leave nothing behind`, async (context) => {
    assert.equal((await send(grpc.scroll())).status, 0);
    const [sockets, descriptors] = [await openSockets(gateway.pid), await openDescriptors(gateway.pid)];
    const { pid } = gateway;
    let memory = 0;
    const lines: string[] = [];
    for (const [name, callOf, bytesOf, reaches] of stages) {
      const perStage = cancelled / stages.length;
      for (let from = 0; from < perStage; from += wave) {
        const release = hold();
        const session: ClientHttp2Session = connect(gateway.dataUrl);
        session.on('error', () => {});
        const streams: ClientHttp2Stream[] = [];
        for (let i = from; i < Math.min(from + wave, perStage); i++) {
          const { method, message } = callOf(i);
          const stream = session.request({
            ':method': 'POST',
            ':path': `/${method}`,
            'content-type': 'application/grpc',
            te: 'trailers',
            ...own(),
          });
          stream.on('error', () => {});
          const all = framed(message);
          const bytes = bytesOf(all);
          if (bytes?.length === all.length) stream.end(bytes);
          else if (bytes !== undefined) stream.write(bytes);
          streams.push(stream);
        }
        if (reaches === 'store')
          await until(`${name}: all are there`, () => world.recordedGrpc.open >= streams.length);
        else await pause(100);
        // Half of them say that they leave, of the others the connection ends.
        for (const [i, stream] of streams.entries()) if (i % 2 === 0) stream.close(constants.NGHTTP2_CANCEL);
        await pause(50);
        session.destroy();
        release();
        await until(`${name}: the store is let go`, () => world.recordedGrpc.open === 0, 30);
      }
      const { status, details } = await send(grpc.scroll());
      assert.equal(status, 0, `${name}: ${details}`);
      if (memory === 0) memory = await residentMemory(pid);
      lines.push(`  ${perStage} when ${name}: nothing left`);
    }
    const few = async (): Promise<boolean> => (await openSockets(pid)) < sockets + sessionsWithStore;
    await until('no caller’s socket is left', few);
    const opened = (await openDescriptors(pid)) - descriptors;
    assert.ok(opened < sessionsWithStore + 2, `${opened} more descriptors are open`);
    const grown = (await residentMemory(pid)) - memory;
    assert.ok(grown < 150, `memory grew by ${grown} MiB after the first stage`);
    // As many as one connection takes, all at once: no place is lost.
    const answers = await Promise.all(Array.from({ length: 100 }, () => send(grpc.scroll())));
    assert.ok(answers.every(({ status }) => status === 0));
    context.diagnostic(
      `Cancelled gRPC calls: ${cancelled} given up\n${lines.join('\n')}\n  ${opened} descriptors more, ${grown.toFixed(0)} MiB more`,
    );
  });

  test('invariant 4: the changes among them are recorded to their end', async () => {
    assert.equal(await gateway.stop(), 0);
    const headers = await readAllHeaders(world.configurationFile);
    const changes = headers.filter(
      ({ operations, kind }) => operations[0]?.name === 'upsert_points' && kind === 'outcome',
    );
    const delivered = changes.filter(({ outcome }) => outcome === 'delivered');
    assert.equal(delivered.length, cancelled / stages.length + 1);
    assert.deepEqual(
      changes.filter(({ outcome }) => outcome !== 'delivered').map(({ outcome }) => outcome),
      ['unknown'],
      'the one whose answer never came',
    );
  });
});
