import type { AddressInfo } from 'node:net';
import { type Identity, loadPolicies } from '@vectorgate/policy-schema';
import { createHttpEngine, type HttpConnection } from '../../../engines/http/http-engine.ts';
import { HttpUpstream } from '../../../engines/http/http-upstream.ts';
import { testGate } from '../../../pipeline/testing/test-gate.ts';
import type { RecordDraft } from '../../../sessions/record.ts';
import { chromaProtocol } from '../chroma-protocol.ts';

const person = (subject: string, groups: readonly string[], claims: Identity['claims'] = {}): Identity => ({
  issuer: 'people',
  kind: 'person',
  subject,
  groups,
  groupsComplete: true,
  claims,
  declared: { tenant: 'string' },
});

/** Callers of the tests; the token is the name. */
const people: Readonly<Record<string, Identity>> = {
  ana: person('ana', ['analysts'], { tenant: 'acme' }),
  omar: person('omar', ['data-owners']),
  ola: person('ola', []),
  cleaner: person('cleaner', [], { tenant: 'acme' }),
};

export interface GovernedChroma {
  readonly url: string;
  /** Records in the order in which they were made. */
  readonly records: readonly RecordDraft[];
  /** What went on to the store, questions of the gate's own included. */
  readonly forwarded: readonly string[];
  close(): Promise<void>;
}

/** A real Chroma behind the real engine, pipeline and policy; identities and the recorder are the test's own. */
export async function governChroma(
  address: string,
  policy: string,
  mode: 'enforce' | 'monitor' = 'enforce',
): Promise<GovernedChroma> {
  const loaded = loadPolicies({
    files: [{ path: 'test.policy.yaml', text: policy }],
    environment: {
      connections: [{ name: 'insights', store: 'chroma', people: 'people' }],
      issuers: [{ name: 'people', claims: { tenant: 'string' } }],
      canApprove: false,
      unsupported: [],
    },
  });
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems));
  const records: RecordDraft[] = [];
  const forwarded: string[] = [];
  const upstream = new HttpUpstream({ name: 'insights', address, responseBytes: 2 ** 26 });
  const connection: HttpConnection = {
    name: 'insights',
    store: 'chroma',
    mode,
    people: 'people',
    knownAs: [],
    protocol: chromaProtocol({
      maskKeys: { hash: new Uint8Array(32).fill(7), token: new Uint8Array(32).fill(8) },
    }),
    upstream: {
      send: (request, signal) => {
        forwarded.push(
          `${request.method} /${request.path.join('/')} ${Buffer.from(request.body).toString()}`,
        );
        return upstream.send(request, signal);
      },
      close: () => upstream.close(),
    },
    memory: new Map(),
  };
  const { server } = createHttpEngine({
    gate: testGate(loaded.set, people, records),
    connectionFor: () => connection,
    requestBytes: 2 ** 26,
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    records,
    forwarded,
    close: async () => {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
      await upstream.close();
    },
  };
}
