import type { GrpcAnswer } from '../answers/grpc-answer.ts';
import { qdrantGrpcRefusal } from '../answers/qdrant-grpc-refusal.ts';
import type { SandboxRefusal } from '../answers/sandbox-refusal.ts';
import type { JsonTree } from '../body/json-tree.ts';
import { type ReadCall, readQdrantCall, writeQdrantAnswer } from './qdrant-calls.ts';

/** What the sandbox knows of a store's calls over gRPC. */
export interface GrpcStore {
  /** Reads a call as the gate's record holds it; why not, where it cannot be read. `path`: `/package.Service/Method`. */
  read(path: string, message: Uint8Array): ReadCall | { readonly unreadable: string };
  /** The message of an answer, as the gate's record holds that; undefined where the record does not say all of it. */
  answer(path: string, recorded: JsonTree): Uint8Array | undefined;
  refuse(refusal: SandboxRefusal): GrpcAnswer;
}

const stores: Readonly<Record<string, GrpcStore>> = {
  qdrant: { read: readQdrantCall, answer: writeQdrantAnswer, refuse: qdrantGrpcRefusal },
};

/** What is known of a store's calls over gRPC; undefined for a store that has none. */
export const grpcStore = (store: string): GrpcStore | undefined =>
  Object.hasOwn(stores, store) ? stores[store] : undefined;
