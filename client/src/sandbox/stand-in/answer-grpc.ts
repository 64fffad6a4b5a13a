import type { IncomingHttpHeaders, ServerHttp2Stream } from 'node:http2';
import type { BrokerKey } from '../../broker/broker-key.ts';
import type { GrpcAnswer } from '../answers/grpc-answer.ts';
import { noKey, notRecorded, unknownName } from '../answers/own-refusals.ts';
import { CallBody } from '../body/call-body.ts';
import { grpcLine, grpcMethod } from '../grpc/grpc-line.ts';
import { grpcStore } from '../grpc/grpc-store.ts';
import type { RecordedStep } from '../recorded-step.ts';
import { readGrpcMessage } from './read-grpc-message.ts';
import type { StandInOptions } from './stand-in.ts';

/** What is said to a call over gRPC, and the step that it is the answer of. */
export interface GrpcSaid {
  readonly said: GrpcAnswer;
  readonly step?: RecordedStep;
}

/** INVALID_ARGUMENT and UNIMPLEMENTED: no client tries that again. */
const [invalid, unimplemented] = [3, 12];

/** Finds the answer to a call over gRPC in the recording, or why it has none. */
export async function answerGrpc(
  { recording, names, tally }: StandInOptions,
  key: BrokerKey,
  stream: ServerHttp2Stream,
  headers: IncomingHttpHeaders,
): Promise<GrpcSaid> {
  const name = names.get(String(headers['vectorgate-upstream'] ?? headers[':authority']).toLowerCase());
  if (name === undefined) return { said: { status: invalid, details: `VectorGate: ${unknownName}` } };
  const path = String(headers[':path']);
  const store = grpcStore(name.store);
  const hasKey = key.is(headers['vectorgate-token']);
  if (store === undefined) {
    const why = `${name.store} is not known to speak gRPC.`;
    if (hasKey) tally.unmatched(grpcMethod, path, why);
    return { said: { status: unimplemented, details: `VectorGate: ${notRecorded(why).what}` } };
  }
  if (!hasKey) return { said: store.refuse(noKey) };
  const refused = (why: string, closest?: RecordedStep): GrpcSaid => {
    tally.unmatched(grpcMethod, path, why, closest);
    return { said: store.refuse(notRecorded(why)) };
  };
  // Of strangers nothing is read.
  const message = await readGrpcMessage(stream, text(headers['grpc-encoding']));
  if ('unreadable' in message) return refused(message.unreadable);
  const call = store.read(path, message);
  if ('unreadable' in call) return refused(call.unreadable);
  const found = recording.find({
    connection: name.connection,
    ...grpcLine(path, call.address),
    body: new CallBody(call.body),
  });
  if ('missing' in found) return refused(found.missing, found.closest);
  const { answer } = found.step;
  if (answer === undefined || !('details' in answer)) return refused('it was not recorded over gRPC');
  tally.answered(found.step, found.again);
  return { said: answer, step: found.step };
}

const text = (value: string | readonly string[] | undefined): string | undefined =>
  typeof value === 'string' ? value : undefined;
