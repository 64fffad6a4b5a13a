/** What of a record its reader is shown of the request and what was decided about it. */
export interface ShownRequest {
  /** The part `operations` as JSON; null where there is none for this reader. */
  readonly operations: unknown;
  /** The part `request` as JSON, or as the text that it is. */
  readonly request: unknown;
  /** The part `decision` as JSON; null or absent where there is none for this reader. */
  readonly decision?: unknown;
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

/** What a record keeps of a vector, and nothing that whoever writes could put a text into. */
const isCondensed = ({ dimension, sha256, ...more }: Json): boolean =>
  typeof sha256 === 'string' &&
  /^[0-9a-f]{64}$/.test(sha256) &&
  Number.isSafeInteger(dimension) &&
  (dimension as number) > 0 &&
  Object.keys(more).length === 0;

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

/** A character in UTF-8, each of its bytes escaped. */
const escaped =
  /%[0-7][0-9a-f]|%[cd][0-9a-f]%[89ab][0-9a-f]|%e[0-9a-f](?:%[89ab][0-9a-f]){2}|%f[0-7](?:%[89ab][0-9a-f]){3}/gi;

/** What is no character stays as it was written, alone: one odd escape would hide all the others. */
const decoded = (text: string): string =>
  text.replace(escaped, (character) => {
    try {
      return decodeURIComponent(character);
    } catch {
      return character;
    }
  });

/** An address as people write it: `%20` is a blank, and so is `+` in its query string. */
function unescaped(target: string): string {
  const [path = '', ...query] = target.split('?');
  return [decoded(path), ...query.map((part) => decoded(part.replaceAll('+', ' ')))].join('?');
}
