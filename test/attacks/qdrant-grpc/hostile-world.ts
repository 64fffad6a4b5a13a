import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { startTestStore, type TestStore } from '../../../gateway/src/engines/grpc/testing/test-store.ts';
import { policyOf } from '../../harness/policies.ts';
import type { GrpcCall } from '../../harness/qdrant-grpc-calls.ts';
import { qdrantGrpcName } from '../../harness/qdrant-world.ts';
import { type StoreWorld, startStoreWorld } from '../../harness/store-world.ts';
import { type UnaryAnswer, UnaryCalls } from '../../harness/unary-call.ts';

const policy = policyOf(
  [
    'reads',
    'effect: allow, principals: { issuers: [ci] }, resources: { connections: [vectors], collections: [cases] }, operations: [read]',
  ],
  [
    'all-but-titles',
    'effect: guard, principals: { services: ["ci:masked"] }, resources: { collections: [cases] }, mask: [{ fields: all, except: [title], method: redact }, { fields: [$vector], method: drop }]',
  ],
);

/** A gateway before a double of a Qdrant server, which answers over gRPC as it is told and over REST with no alias. */
export interface HostileWorld {
  readonly store: TestStore;
  /** Calls as a service to which all fields but titles are masked, or as one that sees everything. */
  send(call: GrpcCall, as?: 'masked' | 'whole'): Promise<UnaryAnswer>;
  close(): Promise<void>;
}

/** Starts it. */
export async function startHostileWorld(): Promise<HostileWorld> {
  const store = await startTestStore();
  const rest = createServer((_request, reply) => {
    reply.setHeader('content-type', 'application/json');
    reply.end('{"result":{"aliases":[]},"status":"ok","time":0}');
  });
  await new Promise<void>((resolve) => rest.listen(0, '127.0.0.1', resolve));
  const stop = async (): Promise<void> => {
    rest.close();
    rest.closeAllConnections();
    await store.close();
  };
  const world: StoreWorld = await startStoreWorld({
    policies: { main: policy },
    server: {
      url: `http://127.0.0.1:${(rest.address() as AddressInfo).port}`,
      store: 'qdrant',
      connection: 'vectors',
      knownAs: 'qdrant.internal:6333',
      grpc: { url: store.url, knownAs: qdrantGrpcName },
      stop,
    },
  });
  const tokens = { masked: await world.workload('masked'), whole: await world.workload('whole') };
  const calls = new UnaryCalls(world.gateway?.dataUrl ?? '');
  return {
    store,
    send: ({ method, message }, as = 'masked') =>
      calls.call(method, message, {
        headers: { 'vectorgate-upstream': qdrantGrpcName, 'vectorgate-token': tokens[as] },
      }),
    close: async () => {
      calls.close();
      await world.close();
    },
  };
}
