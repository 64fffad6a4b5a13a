import { JsonReadError } from '../../json/json-read-error.ts';
import { readJson } from '../../json/read-json.ts';
import { stringText } from '../../json/string-text.ts';
import { Refusal } from '../../pipeline/refusal.ts';
import { readingEverything } from './access-scope.ts';
import type { QdrantCall } from './qdrant-operation.ts';

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

function versionOf(body: Uint8Array): string | undefined {
  try {
    const { bytes, root } = readJson(body);
    const version = root.kind === 'object' ? root.members.get('version')?.value : undefined;
    return version?.kind === 'string' ? stringText(bytes, version) : undefined;
  } catch (error) {
    if (error instanceof JsonReadError) return undefined;
    throw error;
  }
}

/** Whether a version of Qdrant, e.g. `1.18.3`, looks and writes in one step; a development build's is its next one's. */
export function writesConditionally(version: string | undefined): boolean {
  const [, major, minor] = /^(\d+)\.(\d+)\.\d+/.exec(version ?? '') ?? [];
  if (major === undefined || minor === undefined) return false;
  return Number(major) > first[0] || (Number(major) === first[0] && Number(minor) >= first[1]);
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
    const response = await context.ask({
      method: 'GET',
      path: [],
      query: [],
      headers: { accept: 'application/json' },
      body: new Uint8Array(),
      scope: readingEverything,
    });
    const version = response.status === 200 ? versionOf(response.body) : undefined;
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
