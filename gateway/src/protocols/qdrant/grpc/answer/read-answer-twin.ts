import { hash } from 'node:crypto';
import type { AnswerForm } from '@vectorgate/store-messages/qdrant';
import type { GrpcResponse } from '../../../../engines/grpc/grpc-message.ts';
import type { HttpResponse } from '../../../../engines/http/http-message.ts';
import { condenseVectors } from '../../../../json/condense-vectors.ts';
import { JsonReadError } from '../../../../json/json-read-error.ts';
import { readJson } from '../../../../json/read-json.ts';
import { Splices } from '../../../../json/splices.ts';
import type { Delivered } from '../../../../pipeline/store-protocol.ts';
import { unreadableAnswer } from '../../deliver-answer.ts';
import { keptMembers } from '../../kept-members.ts';
import { AnswerRewriter } from './answer-rewriter.ts';
import { AnswerWireError } from './answer-wire-error.ts';
import { condenseWireVector } from './condense-wire-vector.ts';
import { errorBody, errorTwin, errorWords } from './error-twin.ts';
import { TwinWriter } from './twin-writer.ts';
import { WireReader } from './wire-reader.ts';

/** An answer of gRPC's, as REST would have given it. */
export interface AnswerTwin {
  /** An error of gRPC's is one of HTTP's. An answer that cannot be read is no JSON, as REST's would not be. */
  readonly response: HttpResponse;
  /**
   * The answer of gRPC's that says what the masked one of REST's says; the store's own bytes where nothing differs.
   * Throws `Refusal` where no message can say it.
   */
  deliver(masked: Delivered<HttpResponse>): Delivered<GrpcResponse>;
}

const jsonType = { 'content-type': 'application/json' } as const;
const asBuffer = (bytes: Uint8Array): Buffer =>
  Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/**
 * Reads an answer of the method with this `form`. `asked`: the form of the method that was called, where the answer is
 * another's (a scroll in the stead of a fetch).
 */
export function readAnswerTwin(form: AnswerForm, answer: GrpcResponse, asked: AnswerForm = form): AnswerTwin {
  if (answer.status !== 0) return twinOfError(answer);
  const message = asBuffer(answer.message ?? new Uint8Array());
  // Vectors leave little of it; payloads much.
  const twin = new TwinWriter(new WireReader(message), Math.min(message.length + 256, 65_536));
  try {
    twin.answer(form);
  } catch (error) {
    if (!(error instanceof AnswerWireError)) throw error;
    return unreadTwin(message, asked === form);
  }
  const body = twin.json.written;
  return {
    response: { status: 200, headers: jsonType, body },
    deliver: (masked) => {
      const { response } = masked;
      if (response.status !== 200) throw unreadableAnswer();
      if (response.body === body && asked === form)
        return delivered(masked, message, recorded(masked, body, twin.vectors, twin.wire));
      try {
        const json = asBuffer(response.body);
        const rewriter = new AnswerRewriter(message, readJson(json, { skipNumbers: true }));
        const rewritten = rewriter.answer(form, asked);
        return delivered(masked, rewritten, recorded(masked, json, rewriter.vectors, twin.wire));
      } catch (error) {
        if (error instanceof AnswerWireError || error instanceof JsonReadError) throw unreadableAnswer(error);
        throw error;
      }
    },
  };
}

const delivered = (
  masked: Delivered<HttpResponse>,
  message: Uint8Array,
  body: Uint8Array,
): Delivered<GrpcResponse> => ({
  ...masked,
  response: { status: 0, details: '', metadata: {}, message },
  body,
});

/** REST's answer for the record: what is kept of a vector in the place where it stands. */
function recorded(
  masked: Delivered<HttpResponse>,
  json: Buffer,
  vectors: readonly number[],
  wire: WireReader,
): Uint8Array {
  if (vectors.length === 0) return masked.body;
  const splices = new Splices(json);
  for (let i = 0; i < vectors.length; i += 4)
    splices.replace(vectors[i]!, vectors[i + 1]!, condenseWireVector(wire, vectors[i + 2]!, vectors[i + 3]!));
  return condenseVectors(splices.apply(), keptMembers);
}

function twinOfError(answer: GrpcResponse): AnswerTwin {
  const response = errorTwin(answer);
  const { status } = answer;
  return {
    response,
    deliver: (masked) => {
      const details =
        masked.response.body === response.body ? answer.details : errorWords(masked.response.body);
      return {
        ...masked,
        response: { status, details, metadata: {} },
        // Several of gRPC's numbers are one of HTTP's, so the record names it.
        body: Buffer.from(JSON.stringify({ ...errorBody(details), code: status })),
      };
    },
  };
}

/** An answer that is no message of its form passes where nobody has to read it, and only then. */
function unreadTwin(message: Buffer, same: boolean): AnswerTwin {
  const body = Buffer.from('no message of the form that this method answers');
  return {
    response: { status: 200, headers: jsonType, body },
    deliver: (masked) => {
      if (!same || masked.response.body !== body) throw unreadableAnswer();
      const digest = { size: message.length, sha256: hash('sha256', message, 'hex') };
      return delivered(masked, message, Buffer.from(JSON.stringify({ unread: digest })));
    },
  };
}
