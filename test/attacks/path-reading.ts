import { chromaOperations } from '../../gateway/src/protocols/chroma/operations.ts';
import type { RecordHeader } from '../../gateway/src/sessions/record.ts';

type Decided = RecordHeader['operations'][number];
type Part = 'tenant' | 'database' | 'collection';

/** Templates as patterns, by nothing but the table's text: not the gate's own way of matching. */
const patterns = chromaOperations
  .map(({ id, method, path }) => ({
    id,
    method,
    fixed: path.replace(/\{\w+\}/g, '').length,
    pattern: new RegExp(`^${path.replace(/\{(\w+)\}/g, '(?<$1>[^/?#]+)')}$`),
  }))
  .sort((a, b) => b.fixed - a.fixed);

/** The one operation that the gate asks in the words of another. */
const askedAs: Readonly<Record<string, string>> = { count_collections: 'list_collections' };

/**
 * Reads a request line at the store as the store would and compares it with what was decided on: the operation and
 * its tenant, database and collection. Returns what differs.
 *
 * @param nameOf name of the collection with this id, or what it was given
 */
export function differsFrom(
  decided: Decided | undefined,
  method: string,
  target: string,
  nameOf: (id: string) => string,
): string | undefined {
  if (decided === undefined) return 'nothing was decided';
  const read = patterns
    .map((entry) => ({ ...entry, match: entry.method === method ? entry.pattern.exec(target) : null }))
    .find(({ match }) => match !== null);
  if (read?.id !== (askedAs[decided.name] ?? decided.name))
    return `decided on as ${decided.name}, the store reads ${read?.id ?? 'nothing that is known'}`;
  for (const part of ['tenant', 'database', 'collection'] satisfies Part[]) {
    const text = read.match?.groups?.[part];
    const scope = decided.targets[0]?.[part];
    if (text === undefined || scope?.is !== 'one') continue;
    const there = part === 'collection' ? nameOf(decodeURIComponent(text)) : decodeURIComponent(text);
    if (there !== scope.name) return `decided on ${part} ${scope.name}, the store reads ${there}`;
  }
  return undefined;
}
