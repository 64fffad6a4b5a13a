import { chromaRefusal } from './chroma-refusal.ts';
import type { HttpAnswer } from './http-answer.ts';
import { qdrantRefusal } from './qdrant-refusal.ts';
import type { SandboxRefusal } from './sandbox-refusal.ts';

type StoreRefusal = (refusal: SandboxRefusal) => HttpAnswer;

/** How a store's own clients are told of a refusal; undefined for a store that this program does not know. */
export const storeRefusal = (store: string): StoreRefusal | undefined =>
  Object.hasOwn(shapes, store) ? shapes[store] : undefined;

const shapes: Readonly<Record<string, StoreRefusal>> = { chroma: chromaRefusal, qdrant: qdrantRefusal };
