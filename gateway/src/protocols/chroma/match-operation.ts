import type { HttpRequest } from '../../engines/http/http-message.ts';
import type { ChromaOperation } from './chroma-operation.ts';
import { chromaOperations } from './operations.ts';
import { unreadable } from './unreadable.ts';

interface Template {
  readonly operation: ChromaOperation;
  readonly segments: readonly string[];
}

/** Templates by method and number of segments; those with more fixed segments first (`by-id` before a name). */
const templates = Map.groupBy(
  chromaOperations
    .map((operation): Template => ({ operation, segments: operation.path.slice(1).split('/') }))
    .toSorted((a, b) => fixed(b.segments) - fixed(a.segments)),
  ({ operation, segments }) => `${operation.method} ${segments.length}`,
);

function fixed(segments: readonly string[]): number {
  return segments.filter((segment) => !segment.startsWith('{')).length;
}

function match(segments: readonly string[], path: readonly string[]): Record<string, string> | undefined {
  const params: Record<string, string> = Object.create(null);
  for (const [i, segment] of segments.entries()) {
    const value = path[i]!;
    if (segment.startsWith('{')) params[segment.slice(1, -1)] = value;
    else if (segment !== value) return undefined;
  }
  return params;
}

/** A line of the table, and the path's variable parts. */
interface Matched {
  readonly operation: ChromaOperation;
  readonly params: Readonly<Record<string, string>>;
}

/** Lines by the lists of segments that the engine keeps: a notebook asks the same few again and again. */
const matches = new WeakMap<readonly string[], Map<string, Matched>>();

/** The line of the table that a request belongs to. Throws `Refusal` when there is none. */
export function matchOperation(request: HttpRequest): Matched {
  const { method, path } = request;
  // What may still be changed is looked up anew each time.
  if (!Object.isFrozen(path)) return findMatch(request);
  let byMethod = matches.get(path);
  if (byMethod === undefined) {
    byMethod = new Map();
    matches.set(path, byMethod);
  }
  let matched = byMethod.get(method);
  if (matched === undefined) {
    matched = findMatch(request);
    byMethod.set(method, matched);
  }
  return matched;
}

function findMatch({ method, path }: HttpRequest): Matched {
  for (const { operation, segments } of templates.get(`${method} ${path.length}`) ?? []) {
    const params = match(segments, path);
    if (params !== undefined) return { operation, params: Object.freeze(params) };
  }
  if (path[0] === 'api' && path[1] === 'v1') {
    throw unreadable(
      'api-version',
      'it uses version 1 of Chroma’s API, which Chroma no longer serves.',
      'Update the chromadb client.',
    );
  }
  throw unreadable(
    'unknown-route',
    'it names no operation of Chroma’s that this gateway knows.',
    'Use Chroma’s own client, or tell the platform team.',
  );
}
