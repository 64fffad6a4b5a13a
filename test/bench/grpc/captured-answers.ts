import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { create, toBinary } from '@bufbuild/protobuf';
import { QueryPointsSchema } from '@qdrant/js-client-grpc';
import { findQdrant, noQdrant, startQdrant } from '@vectorgate/demo';
import { UnaryCalls } from '../../harness/unary-call.ts';
import { queryAnswer } from '../bodies.ts';

export const collection = 'customer-cases';
export const queryPath = 'qdrant.Points/Query';
const dimension = 768;
const points = 300;

/** What is asked for: so many hits, with or without their vectors of 768 numbers and their payload. */
export interface Question {
  readonly hits: number;
  readonly vectors: boolean;
  /** Default true. */
  readonly payload?: boolean;
}

/** A question of Qdrant's as its client sends it, and what a real server answered. */
export interface Captured {
  readonly message: Uint8Array;
  readonly answer: Buffer;
}

interface Made {
  readonly documents: readonly (readonly string[])[];
  readonly metadatas: readonly (readonly Record<string, unknown>[])[];
  readonly embeddings: readonly (readonly number[][])[];
}

const message = ({ hits, vectors, payload = true }: Question, vector: readonly number[]): Uint8Array =>
  toBinary(
    QueryPointsSchema,
    create(QueryPointsSchema, {
      collectionName: collection,
      query: {
        variant: {
          case: 'nearest',
          value: { variant: { case: 'dense', value: { data: [...vector] } } },
        },
      },
      filter: {
        must: [
          {
            conditionOneOf: {
              case: 'field',
              value: { key: 'tenant', match: { matchValue: { case: 'keyword', value: 'acme' } } },
            },
          },
        ],
      },
      limit: BigInt(hits),
      withPayload: { selectorOptions: { case: 'enable', value: payload } },
      withVectors: { selectorOptions: { case: 'enable', value: vectors } },
    }),
  );

/** Asks a real Qdrant server, which runs only meanwhile, over made-up points. Throws where there is no server. */
export async function captureAnswers(questions: readonly Question[]): Promise<readonly Captured[]> {
  const program = await findQdrant();
  if (program === undefined) throw new Error(noQdrant);
  const folder = await mkdtemp(join(tmpdir(), 'vectorgate-captured-'));
  const qdrant = await startQdrant({ program, folder, log: join(folder, 'qdrant.log') });
  const put = async (path: string, body: unknown): Promise<void> => {
    const response = await fetch(`${qdrant.url}/collections/${collection}${path}`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    if (!response.ok) throw new Error(`Qdrant answers ${response.status}: ${await response.text()}`);
  };
  const calls = new UnaryCalls(qdrant.grpcUrl);
  try {
    const made = JSON.parse(queryAnswer(points, dimension)) as Made;
    const vectors = made.embeddings[0]!;
    await put('', { vectors: { size: dimension, distance: 'Cosine' } });
    await put('/points?wait=true', {
      points: vectors.map((vector, id) => ({
        id,
        vector,
        payload: { document: made.documents[0]![id], ...made.metadatas[0]![id] },
      })),
    });
    const captured: Captured[] = [];
    for (const question of questions) {
      const asked = message(question, vectors[7]!);
      const { status, details, message: answer } = await calls.call(queryPath, asked);
      if (answer === undefined) throw new Error(`Qdrant answers ${status}: ${details}`);
      captured.push({ message: asked, answer });
    }
    return captured;
  } finally {
    calls.close();
    await qdrant.stop();
    await rm(folder, { recursive: true, force: true });
  }
}
