import {
  type GrpcMethod,
  qdrantMethods,
  type RefusedMethod,
  refusedMethods,
} from '@vectorgate/store-messages/qdrant';
import type { GrpcRequest, GrpcResponse } from '../../../engines/grpc/grpc-message.ts';
import type { HttpRequest, HttpResponse } from '../../../engines/http/http-message.ts';
import type { Refusal } from '../../../pipeline/refusal.ts';
import type { Forward, Judged, StoreProtocol } from '../../../pipeline/store-protocol.ts';
import type { GrpcStoreOptions } from '../../store-folder.ts';
import { qdrantProtocol } from '../qdrant-protocol.ts';
import { unreadable } from '../unreadable.ts';
import { readAnswerTwin } from './answer/read-answer-twin.ts';
import { grpcRefusal } from './grpc-refusal.ts';
import { type RequestTwin, readRequestTwin } from './request/read-request-twin.ts';

const nameOf = ({ service, method }: Pick<GrpcMethod, 'service' | 'method'>): string =>
  `${service}/${method}`;
const methods: ReadonlyMap<string, GrpcMethod> = new Map(qdrantMethods.map((line) => [nameOf(line), line]));
const refused: ReadonlyMap<string, RefusedMethod> = new Map(
  refusedMethods.map((line) => [nameOf(line), line]),
);

/**
 * Qdrant's gRPC API for one connection. A call is judged as the REST request that asks for the same thing, by the same
 * judges; what goes on is the caller's own message, or that message with the edits that the judge made to its twin.
 */
export function qdrantGrpcProtocol({
  maskKeys,
  ask,
}: GrpcStoreOptions): StoreProtocol<GrpcRequest, GrpcResponse> {
  const rest = qdrantProtocol({ maskKeys });
  return {
    store: rest.store,
    presentedKey: ({ metadata }) =>
      metadata['api-key'] ?? /^Bearer +(\S+)$/i.exec(metadata.authorization ?? '')?.[1],
    judge: async (request, context) => {
      const method = methods.get(nameOf(request));
      if (method === undefined) throw notPassed(refused.get(nameOf(request)));
      const twin = readRequestTwin(method, request.message);
      const judged = await rest.judge(twin.request, { ...context, ask });
      return twinJudged(judged, twin, method);
    },
    refuse: grpcRefusal,
    remask: rest.remask,
  };
}

const notPassed = (line: RefusedMethod | undefined): Refusal =>
  line === undefined
    ? unreadable(
        'unknown-method',
        'it names no method of Qdrant’s that this gateway knows.',
        'Use Qdrant’s own client, or tell the platform team.',
      )
    : unreadable('unsupported-operation', line.refused, line.instead);

/** What was judged of a twin, for the message that it is the twin of. */
const twinJudged = (
  judged: Judged<HttpRequest, HttpResponse>,
  twin: RequestTwin,
  method: GrpcMethod,
): Judged<GrpcRequest, GrpcResponse> => ({
  operations: judged.operations,
  body: twin.recorded,
  get address() {
    return twin.address;
  },
  writtenTexts: () => judged.writtenTexts(),
  forward: async (obligations) => twinForward(await judged.forward(obligations), twin, method),
});

function twinForward(
  forward: Forward<HttpRequest, HttpResponse>,
  twin: RequestTwin,
  asked: GrpcMethod,
): Forward<GrpcRequest, GrpcResponse> {
  const { method, message } = twin.rewrite(forward.request);
  const { scope } = forward.request;
  return {
    request: {
      service: method.service,
      method: method.method,
      metadata: {},
      message,
      ...(scope !== undefined && { scope }),
    },
    changes: forward.changes,
    deliver: (answer) => {
      const answered = readAnswerTwin(method.answer, answer, asked.answer);
      return answered.deliver(forward.deliver(answered.response));
    },
  };
}
