import type { QdrantCall } from './qdrant-operation.ts';
import { quoted, unreadable } from './unreadable.ts';

/** Refuses query parameters that the table does not name for this operation, and any that stands twice. */
export function checkParameters({ operation, request }: QdrantCall): void {
  const seen = new Set<string>();
  for (const [name] of request.query) {
    if (!operation.parameters?.includes(name)) {
      throw unreadable(
        'unknown-parameter',
        `its address has a parameter${quoted(name)} that is not known.`,
        'Leave the parameter out.',
      );
    }
    if (seen.has(name)) throw unreadable('duplicate-parameter', `its address names ${name} twice.`);
    seen.add(name);
  }
}

/** Refuses a body where Qdrant reads none: what is not read is not forwarded. */
export function refuseBody({ request }: QdrantCall): void {
  if (request.body.length === 0) return;
  throw unreadable('unexpected-body', 'it has a body, which this operation does not read.');
}
