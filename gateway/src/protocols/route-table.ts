/** A line of a store's table, as far as its place in an address goes. */
export interface Route {
  readonly method: string;
  /** Path template; `{name}` is one segment. */
  readonly path: string;
}

/** A line of the table, and the path's variable parts. */
export interface Matched<Line extends Route> {
  readonly operation: Line;
  readonly params: Readonly<Record<string, string>>;
}

interface Template<Line> {
  readonly operation: Line;
  readonly segments: readonly string[];
}

const fixed = (segments: readonly string[]): number =>
  segments.filter((segment) => !segment.startsWith('{')).length;

/** A path's segments; none for the root. */
const segmentsOf = (path: string): readonly string[] => (path === '/' ? [] : path.slice(1).split('/'));

function match(segments: readonly string[], path: readonly string[]): Record<string, string> | undefined {
  const params: Record<string, string> = Object.create(null);
  for (const [i, segment] of segments.entries()) {
    const value = path[i]!;
    if (segment.startsWith('{')) params[segment.slice(1, -1)] = value;
    else if (segment !== value) return undefined;
  }
  return params;
}

/** A store's HTTP operations by method and path: of two templates, the one with more fixed segments goes first. */
export class RouteTable<Line extends Route> {
  readonly #templates: ReadonlyMap<string, readonly Template<Line>[]>;
  /** Lines by the lists of segments that the engine keeps: a notebook asks the same few again and again. */
  readonly #matches = new WeakMap<readonly string[], Map<string, Matched<Line>>>();

  constructor(lines: readonly Line[]) {
    this.#templates = Map.groupBy(
      lines
        .map((operation): Template<Line> => ({ operation, segments: segmentsOf(operation.path) }))
        .toSorted((a, b) => fixed(b.segments) - fixed(a.segments)),
      ({ operation, segments }) => `${operation.method} ${segments.length}`,
    );
  }

  /** The line that a request belongs to; undefined when there is none. */
  find(method: string, path: readonly string[]): Matched<Line> | undefined {
    // What may still be changed is looked up anew each time.
    if (!Object.isFrozen(path)) return this.#findAnew(method, path);
    let byMethod = this.#matches.get(path);
    if (byMethod === undefined) {
      byMethod = new Map();
      this.#matches.set(path, byMethod);
    }
    const known = byMethod.get(method);
    if (known !== undefined) return known;
    const found = this.#findAnew(method, path);
    if (found !== undefined) byMethod.set(method, found);
    return found;
  }

  #findAnew(method: string, path: readonly string[]): Matched<Line> | undefined {
    for (const { operation, segments } of this.#templates.get(`${method} ${path.length}`) ?? []) {
      const params = match(segments, path);
      if (params !== undefined) return { operation, params: Object.freeze(params) };
    }
    return undefined;
  }
}
