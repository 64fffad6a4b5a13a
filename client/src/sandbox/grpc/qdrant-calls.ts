import { MessageError } from '@vectorgate/store-messages/protobuf';
import {
  type AddressFields,
  addressOf,
  type GrpcMethod,
  qdrantMethods,
  readRequest,
} from '@vectorgate/store-messages/qdrant';
import type { JsonTree } from '../body/json-tree.ts';
import { writeAnswer } from './write-answer.ts';

/** A call over gRPC, in the form in which records hold it. */
export interface ReadCall {
  readonly address: AddressFields;
  /** JSON, each longer vector as its dimension and digest; empty where the message has no more than its address. */
  readonly body: Uint8Array;
}

const methods: ReadonlyMap<string, GrpcMethod> = new Map(
  qdrantMethods.map((line) => [`/${line.service}/${line.method}`, line]),
);

export function readQdrantCall(
  path: string,
  message: Uint8Array,
): ReadCall | { readonly unreadable: string } {
  const method = methods.get(path);
  if (method === undefined) return { unreadable: 'it names no method of Qdrant’s that the gate knows.' };
  try {
    const { form, root, text } = readRequest(method, message);
    return { address: addressOf(form, root), body: text.recorded() };
  } catch (error) {
    if (!(error instanceof MessageError)) throw error;
    return { unreadable: `the gate cannot read it: ${error.message}` };
  }
}

export function writeQdrantAnswer(path: string, recorded: JsonTree): Uint8Array | undefined {
  const form = methods.get(path)?.answer;
  return form && writeAnswer(form, recorded);
}
