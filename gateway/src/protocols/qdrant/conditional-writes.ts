import { Refusal } from '../../pipeline/refusal.ts';
import { releaseOf } from '../release-of.ts';
import type { QdrantCall } from './qdrant-operation.ts';
import { qdrantServer } from './qdrant-server.ts';

/** The first version that reads `update_filter`; older ones pass it over in silence and would write regardless. */
const first = [1, 16] as const;
/** Milliseconds: a server that is replaced by an older one is noticed after this time. */
const lifetime = 60_000;
const place = 'qdrant.version';

interface Known {
  readonly conditional: boolean;
  readonly until: number;
}

const isKnown = (value: unknown): value is Known =>
  typeof value === 'object' && value !== null && 'until' in value && typeof value.until === 'number';

/** Whether a version of Qdrant, e.g. `1.18.3`, looks and writes in one step; a development build's is its next one's. */
export function writesConditionally(version: string | undefined): boolean {
  const release = releaseOf(version ?? '');
  if (release === undefined) return false;
  const [major, minor] = release;
  return major > first[0] || (major === first[0] && minor >= first[1]);
}

/**
 * Refuses a write that needs the server to look at what is there and to write in one step, where the server says of
 * itself that it is too old for that, or does not say.
 */
export async function demandConditionalWrites({ context, operation }: QdrantCall): Promise<void> {
  const now = Date.now();
  const kept = context.memory.get(place);
  let known = isKnown(kept) && kept.until > now && kept.until - now <= lifetime ? kept : undefined;
  if (known === undefined) {
    const version = qdrantServer.version(await context.ask(qdrantServer.question));
    known = { conditional: writesConditionally(version), until: now + lifetime };
    context.memory.set(place, known);
  }
  if (known.conditional) return;
  throw new Refusal(
    'forbidden',
    'write-not-atomic',
    `${operation.id} was refused: policy lets you write only some records, and this version of Qdrant cannot check the old record and write the new one in one step.`,
    `Ask the platform team for Qdrant ${first.join('.')} or newer.`,
  );
}
