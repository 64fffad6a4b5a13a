/** A value of a JSON text, with its own text where equality may need it. */
export type JsonTree =
  | { readonly kind: 'object'; readonly members: ReadonlyMap<string, JsonTree> }
  | { readonly kind: 'list'; readonly items: readonly JsonTree[]; readonly source: string }
  | { readonly kind: 'text'; readonly value: string; readonly source: string }
  | { readonly kind: 'number' | 'word'; readonly source: string };

/** A gateway takes no deeper request, so none is recorded. */
const deepest = 64;

const space = /[ \n\r\t]*/y;
const scalar = /[^ \n\r\t,\]}]+/y;

/** Reads what `JSON.parse` found to be JSON: it need not look for what is wrong. */
class Reader {
  readonly #json: string;
  #at = 0;

  constructor(json: string) {
    this.#json = json;
  }

  value(depth: number): JsonTree {
    if (depth > deepest) throw new SyntaxError('nested too deep');
    this.#take(space);
    const start = this.#at;
    switch (this.#json[start]) {
      case '{':
        return { kind: 'object', members: this.#members(depth) };
      case '[': {
        const items = this.#items(depth);
        return { kind: 'list', items, source: this.#json.slice(start, this.#at) };
      }
      case '"': {
        const source = this.#quoted();
        return { kind: 'text', value: JSON.parse(source) as string, source };
      }
      default: {
        const source = this.#take(scalar);
        return { kind: /^[-\d]/.test(source) ? 'number' : 'word', source };
      }
    }
  }

  #members(depth: number): Map<string, JsonTree> {
    const members = new Map<string, JsonTree>();
    while (this.#more('}')) {
      const key = JSON.parse(this.#quoted()) as string;
      this.#take(space);
      this.#at += 1;
      members.set(key, this.value(depth + 1));
    }
    return members;
  }

  #items(depth: number): JsonTree[] {
    const items: JsonTree[] = [];
    while (this.#more(']')) items.push(this.value(depth + 1));
    return items;
  }

  /** Goes over the opening sign or a comma, and over the closing sign where it is next. */
  #more(end: string): boolean {
    this.#take(space);
    const sign = this.#json[this.#at];
    if (sign !== end) this.#at += sign === ',' || sign === '{' || sign === '[' ? 1 : 0;
    this.#take(space);
    if (this.#json[this.#at] !== end) return true;
    this.#at += 1;
    return false;
  }

  /** A text in its quotes. Looked for by hand: an expression would need memory for each character of a long one. */
  #quoted(): string {
    const start = this.#at;
    let end = this.#json.indexOf('"', start + 1);
    for (; end > 0; end = this.#json.indexOf('"', end + 1)) {
      let slashes = 0;
      while (this.#json[end - 1 - slashes] === '\\') slashes++;
      if (slashes % 2 === 0) break;
    }
    this.#at = end + 1;
    return this.#json.slice(start, this.#at);
  }

  #take(pattern: RegExp): string {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#json)?.[0] ?? '';
    this.#at += found.length;
    return found;
  }
}

/** The JSON text as a tree; undefined where it is none. */
export function jsonTree(json: string): JsonTree | undefined {
  try {
    JSON.parse(json);
    return new Reader(json).value(0);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
