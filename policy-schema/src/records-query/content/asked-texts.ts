/** What of a record its reader is shown of the request. */
export interface ShownRequest {
  /** The part `operations` as JSON; null where there is none for this reader. */
  readonly operations: unknown;
  /** The part `request` as JSON, or as the text that it is. */
  readonly request: unknown;
}

type Json = Readonly<Record<string, unknown>>;
const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/**
 * The texts of a request, as far as its reader is shown them: every text in its body, where it went to, and the names of what
 * it touched. Where the body is withheld, the ids, conditions and written values that are shown of it. Names of members, numbers,
 * and what a record keeps of a vector are none, and the caller's claims are no part of a request.
 */
export function* askedTexts({ operations, request }: ShownRequest): Generator<string> {
  yield* textsIn(request);
  if (!isObject(operations)) return;
  const { call } = operations;
  if (isObject(call) && typeof call.target === 'string') yield unescaped(call.target);
  for (const operation of listOf(operations.operations)) {
    if (!isObject(operation)) continue;
    yield* namesIn([...listOf(operation.targets), operation.renamesTo]);
    // They stand in the body as they were sent.
    if (request !== null && request !== undefined) continue;
    yield* textsIn(operation.ids);
    yield* valuesOf(operation.filter);
    if (isObject(operation.written)) yield* textsIn(operation.written.items);
  }
}

/** Without recursion: how deep a body goes is up to whoever sent it. */
function* textsIn(value: unknown): Generator<string> {
  const left: unknown[] = [value];
  while (left.length > 0) {
    const next = left.pop();
    if (typeof next === 'string') yield next;
    else if (Array.isArray(next)) for (const item of next) left.push(item);
    else if (isObject(next) && !isCondensed(next)) for (const item of Object.values(next)) left.push(item);
  }
}

/** What a record keeps of a vector. */
const isCondensed = (value: Json): boolean =>
  typeof value.sha256 === 'string' && typeof value.dimension === 'number' && Object.keys(value).length === 2;

function* namesIn(targets: readonly unknown[]): Generator<string> {
  for (const target of targets) {
    if (!isObject(target)) continue;
    for (const scope of Object.values(target))
      if (isObject(scope) && typeof scope.name === 'string') yield scope.name;
  }
}

/** What a condition compares with: not its own words, which say how. */
function* valuesOf(filter: unknown): Generator<string> {
  const left: unknown[] = [filter];
  while (left.length > 0) {
    const next = left.pop();
    if (!isObject(next)) continue;
    if (Array.isArray(next.of)) for (const part of next.of) left.push(part);
    else left.push(next.of);
    yield* textsIn(next.value);
  }
}

/** A path as people write it: `%20` is a blank. */
function unescaped(target: string): string {
  try {
    return decodeURIComponent(target);
  } catch {
    return target;
  }
}
