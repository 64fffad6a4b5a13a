import type { GatewayApi } from '../api/gateway-api.ts';
import { count, isRecord, records, text } from '../api/read-json.ts';

type Json = Readonly<Record<string, unknown>>;

/** A recorded session as it is told: its steps from the first to the last. */
export interface Story {
  readonly session: Json;
  /** Headers of its records. */
  readonly steps: readonly Json[];
  /** How many of its first records the gateway left out. */
  readonly earlier: number;
}

/** The story in the gateway's answer to `GET /api/v1/sessions/{id}`, which lists the latest first. */
export function storyOf(found: Json): Story {
  const session = isRecord(found.session) ? found.session : {};
  const steps = records(found.records).toSorted((a, b) => (text(a.id) < text(b.id) ? -1 : 1));
  return { session, steps, earlier: Math.max(0, count(session.records) - steps.length) };
}

/** Reads a session's story. */
export const readStory = async (api: GatewayApi, id: string): Promise<Story> =>
  storyOf(await api.session(id));
