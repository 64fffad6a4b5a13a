import { readFile } from 'node:fs/promises';
import type { GrpcMethod } from '@vectorgate/store-messages/qdrant';
import type { HttpRequest } from '../../../../engines/http/http-message.ts';
import { methodOf } from './judging.ts';

/** One call of Qdrant's own client, as it is sent over REST and over gRPC. */
export interface ClientRequest {
  readonly call: string;
  readonly rest: HttpRequest;
  readonly method: GrpcMethod;
  readonly message: Buffer;
}

interface Captured {
  readonly call: string;
  readonly rest: {
    readonly method: string;
    readonly path: readonly string[];
    readonly query: readonly (readonly [string, string])[];
    readonly body: string;
  };
  readonly grpc: { readonly service: string; readonly method: string; readonly message: string };
}

/** What Qdrant's own client sends (testdata/capture-requests.py). */
export async function clientRequests(): Promise<readonly ClientRequest[]> {
  const text = await readFile(new URL('../testdata/client-requests.json', import.meta.url), 'utf8');
  return (JSON.parse(text) as Captured[]).map(({ call, rest, grpc }) => ({
    call,
    rest: {
      ...rest,
      headers: rest.body === '' ? {} : { 'content-type': 'application/json' },
      body: Buffer.from(rest.body),
    },
    method: methodOf(grpc.service, grpc.method),
    message: Buffer.from(grpc.message, 'base64'),
  }));
}
