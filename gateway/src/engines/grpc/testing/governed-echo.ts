import type { AddressInfo } from 'node:net';
import { type Identity, loadPolicies, type OperationClass } from '@vectorgate/policy-schema';
import { Refusal } from '../../../pipeline/refusal.ts';
import type { Judged, StoreProtocol } from '../../../pipeline/store-protocol.ts';
import { testGate } from '../../../pipeline/testing/test-gate.ts';
import type { RecordDraft } from '../../../sessions/record.ts';
import { createDataListener } from '../../data-listener.ts';
import { type EngineMemory, engineMemory } from '../../engine-memory.ts';
import { createHttpEngine } from '../../http/http-engine.ts';
import type { HttpRequest, HttpResponse } from '../../http/http-message.ts';
import type { UpstreamOptions } from '../../upstream-options.ts';
import { createGrpcEngine } from '../grpc-engine.ts';
import type { GrpcRequest, GrpcResponse } from '../grpc-message.ts';
import { GrpcUpstream } from '../grpc-upstream.ts';

/** The name under which callers ask for the store. */
export const echoName = 'echo.internal:50051';

/** What a method of the test's service does; everything else is unknown. */
const methods: Readonly<Record<string, OperationClass>> = {
  Say: 'search',
  Change: 'upsert',
  Forbidden: 'delete',
};

const none = { is: 'none' } as const;
const statusOf = {
  unauthenticated: 16,
  forbidden: 7,
  unreadable: 3,
  'not-found': 5,
  unavailable: 14,
} as const;
const httpStatusOf = {
  unauthenticated: 401,
  forbidden: 403,
  unreadable: 400,
  'not-found': 404,
  unavailable: 503,
} as const;

/** One operation of this class; the request goes on and the answer comes back as they are. */
function judged<Request, Response>(
  name: string,
  request: Request,
  body: Uint8Array,
  bodyOf: (response: Response) => Uint8Array,
): Judged<Request, Response> {
  const kind = methods[name];
  if (kind === undefined)
    throw new Refusal('unreadable', 'unknown-method', 'the method is not known.', 'None.');
  return {
    operations: [
      {
        store: 'qdrant',
        connection: 'echo',
        name,
        classes: [kind],
        targets: [
          { tenant: none, database: none, namespace: none, collection: { is: 'one', name: 'words' } },
        ],
        records: 1,
        references: [],
        returns: 'all',
      },
    ],
    body,
    writtenTexts: () => [],
    forward: async () => ({
      request,
      changes: name === 'Say' ? [] : ['one word changed'],
      deliver: (response) => ({ response, masked: [], body: bodyOf(response) }),
    }),
  };
}

const remask = (): undefined => undefined;

const grpcEcho: StoreProtocol<GrpcRequest, GrpcResponse> = {
  store: 'qdrant',
  presentedKey: ({ metadata }) => metadata['api-key'],
  judge: async (request) =>
    judged(request.method, request, request.message, ({ message }) => message ?? new Uint8Array()),
  refuse: (refusal, decision) => ({
    status: statusOf[refusal.kind],
    details: refusal.text(decision),
    metadata: {},
  }),
  remask,
};

const httpEcho: StoreProtocol<HttpRequest, HttpResponse> = {
  store: 'qdrant',
  presentedKey: ({ headers }) => headers['api-key'],
  judge: async (request) => judged(request.path[0] ?? '', request, request.body, ({ body }) => body),
  refuse: (refusal, decision) => ({
    status: httpStatusOf[refusal.kind],
    headers: { 'content-type': 'text/plain' },
    body: Buffer.from(refusal.text(decision)),
  }),
  remask,
};

const policy = `apiVersion: vectorgate/v1
kind: Policy
metadata: { name: echo, owner: tests, contact: "#tests" }
spec:
  rules:
    - id: everything
      effect: allow
      principals: { subjects: [ana] }
      resources: { connections: [echo] }
      operations: [search, upsert]
`;

const ana: Identity = {
  issuer: 'people',
  kind: 'person',
  subject: 'ana',
  groups: [],
  groupsComplete: true,
  claims: {},
  declared: {},
};

export interface GovernedEcho {
  readonly port: number;
  readonly url: string;
  readonly upstream: GrpcUpstream;
  readonly memory: EngineMemory;
  /** Records in the order in which they were made. */
  readonly records: readonly RecordDraft[];
  /** Sockets of callers. */
  connections(): Promise<number>;
  stop(): Promise<void>;
}

export interface GovernedEchoOptions {
  readonly requestBytes?: number;
  readonly upstream?: Partial<UpstreamOptions>;
  readonly tls?: { readonly cert: Buffer; readonly key: Buffer };
}

/**
 * The real listener, engines and pipeline before a store of a test that is asked by gRPC; `ana` is the one token.
 * Requests by HTTP to `/Say` and `/Change` are answered with their own body.
 */
export async function governEcho(address: string, options: GovernedEchoOptions = {}): Promise<GovernedEcho> {
  const loaded = loadPolicies({
    files: [{ path: 'echo.policy.yaml', text: policy }],
    environment: {
      connections: [{ name: 'echo', store: 'qdrant', people: 'people' }],
      issuers: [{ name: 'people', claims: {} }],
      canApprove: false,
      unsupported: [],
    },
  });
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems));
  const records: RecordDraft[] = [];
  const gate = testGate(loaded.set, { ana }, records);
  const upstream = new GrpcUpstream({ name: 'echo', address, responseBytes: 2 ** 26, ...options.upstream });
  const shared = {
    name: 'echo',
    store: 'qdrant',
    mode: 'enforce' as const,
    people: 'people',
    knownAs: [echoName],
    memory: new Map(),
  };
  const requestBytes = options.requestBytes ?? 2 ** 24;
  const memory = engineMemory(requestBytes);
  const known =
    <Connection>(connection: Connection) =>
    (name: string): Connection | undefined =>
      name === echoName ? connection : undefined;
  const { server, stop } = createDataListener({
    grpc: createGrpcEngine({
      gate,
      requestBytes,
      memory,
      connectionFor: known({ ...shared, protocol: grpcEcho, upstream }),
    }),
    http: createHttpEngine({
      gate,
      requestBytes,
      memory,
      connectionFor: known({
        ...shared,
        protocol: httpEcho,
        upstream: {
          send: async ({ body }) => ({ status: 200, headers: { 'x-by': 'echo' }, body }),
          close: async () => {},
        },
      }),
    }),
    ...(options.tls && { tls: options.tls }),
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  return {
    port,
    url: `${options.tls ? 'https' : 'http'}://127.0.0.1:${port}`,
    upstream,
    memory,
    records,
    connections: () =>
      new Promise((resolve, reject) => {
        server.getConnections((error, count) => (error ? reject(error) : resolve(count)));
      }),
    stop: async () => {
      await stop();
      await upstream.close();
    },
  };
}
