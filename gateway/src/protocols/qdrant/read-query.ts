import { type FieldReference, filterFields } from '@vectorgate/policy-schema';
import type { JsonNode, JsonNumbers, JsonObject } from '../../json/json-node.ts';
import { stringText } from '../../json/string-text.ts';
import { fieldOfPath } from './payload-path.ts';
import { pointId } from './point-id.ts';
import { readCondition, vectorField } from './read-filter.ts';
import { RequestObject } from './request-object.ts';
import { malformed } from './unreadable.ts';

/** What one query asks of the store, besides its filter and its limit. */
export interface QueryFacts {
  /** `search` by likeness; `scan` in the order of ids, of a field, or at random. */
  readonly class: 'search' | 'scan';
  readonly references: readonly FieldReference[];
  /** Points whose own vectors it is given by their ids. */
  readonly ids: readonly string[];
  /** The first vector that it is given as numbers. */
  readonly vector?: JsonNumbers;
}

const bad = (): Error => malformed('query', 'a query of Qdrant’s');

/** Collects what a query refers to. `using`: the vector that it searches in. */
class QueryReader {
  readonly #bytes: Buffer;
  readonly #using: string;
  readonly references: FieldReference[] = [];
  readonly ids: string[] = [];
  vector: JsonNumbers | undefined;

  constructor(bytes: Buffer, using: string) {
    this.#bytes = bytes;
    this.#using = using;
  }

  read(node: JsonNode): QueryFacts['class'] {
    if (node.kind !== 'object') return this.#likeness(() => this.#vector(node));
    const { members } = node;
    const kind = [
      'nearest',
      'recommend',
      'discover',
      'context',
      'order_by',
      'fusion',
      'rrf',
      'formula',
      'sample',
      'relevance_feedback',
    ].find((name) => members.has(name));
    if (kind === undefined) return this.#likeness(() => this.#vector(node));
    const query = this.#object(
      node,
      kind === 'nearest' ? ['nearest', 'mmr'] : kind === 'formula' ? ['formula', 'defaults'] : [kind],
    );
    const value = query.get(kind);
    if (value === undefined) throw bad();
    switch (kind) {
      case 'nearest':
        return this.#likeness(() => this.#vector(value));
      case 'recommend':
        return this.#likeness(() => this.#examples(value, ['positive', 'negative', 'strategy']));
      case 'discover':
        return this.#likeness(() => this.#examples(value, ['target', 'context']));
      case 'context':
        return this.#likeness(() => this.#pairs(value));
      case 'relevance_feedback':
        return this.#likeness(() => this.#feedback(value));
      case 'fusion':
      case 'rrf':
        this.references.push({ field: '$score', use: 'rerank' });
        return 'search';
      case 'formula':
        this.#formula(value);
        this.#defaults(query.get('defaults'));
        return 'search';
      case 'order_by':
        this.references.push({ field: orderedField(this.#bytes, value), use: 'order' });
        return 'scan';
      default:
        if (value.kind !== 'string' || stringText(this.#bytes, value) !== 'random') throw bad();
        return 'scan';
    }
  }

  /** An older search's own vector: numbers, or a sparse one. */
  like(node: JsonNode | undefined): void {
    if (node === undefined || (node.kind !== 'numbers' && node.kind !== 'object')) throw bad();
    this.#likeness(() => this.#vector(node));
  }

  /** The examples of an older recommendation or discovery, which stand in the request itself. */
  likeExamples(input: RequestObject): void {
    this.#likeness(() => this.#readExamples(input));
  }

  #object(node: JsonNode, known: readonly string[]): RequestObject {
    return new RequestObject({ bytes: this.#bytes }, node, 'query', known);
  }

  #likeness(read: () => void): 'search' {
    this.references.push({ field: vectorField(this.#using), use: 'similarity' });
    read();
    return 'search';
  }

  /** A vector, several, a point's own by its id, or what the store shall make one of. */
  #vector(node: JsonNode): void {
    switch (node.kind) {
      case 'numbers':
        this.vector ??= node;
        return;
      case 'array':
        for (const item of node.items) if (item.kind !== 'numbers') throw bad();
        return;
      case 'number':
      case 'string':
        this.ids.push(pointId(this.#bytes, node, 'query'));
        return;
      case 'object': {
        if (node.members.has('indices')) {
          this.#object(node, ['indices', 'values']);
          return;
        }
        // The store embeds it: the text leaves the caller, no field of a point is read.
        const inferred = this.#object(node, ['text', 'image', 'object', 'model', 'options']);
        if (inferred.get('model') === undefined) throw bad();
        return;
      }
      default:
        throw bad();
    }
  }

  #list(node: JsonNode | undefined, each: (item: JsonNode) => void): void {
    if (node === undefined) return;
    // Ids that are numbers look like a vector: as positive examples they are points all the same.
    if (node.kind === 'numbers') {
      for (const text of this.#bytes.toString('latin1', node.start + 1, node.end - 1).split(','))
        this.ids.push(checkedNumeral(text.trim()));
      return;
    }
    if (node.kind !== 'array') throw bad();
    for (const item of node.items) each(item);
  }

  #examples(node: JsonNode, known: readonly string[]): void {
    this.#readExamples(this.#object(node, known));
  }

  #readExamples(input: RequestObject): void {
    this.#list(input.get('positive'), (item) => this.#vector(item));
    this.#list(input.get('negative'), (item) => this.#vector(item));
    const target = input.get('target');
    if (target !== undefined) this.#vector(target);
    const context = input.get('context');
    if (context !== undefined) this.#pairs(context);
  }

  #pairs(node: JsonNode): void {
    const pairs = node.kind === 'array' ? node.items : [node];
    for (const item of pairs) {
      const pair = this.#object(item, ['positive', 'negative']);
      const [positive, negative] = [pair.get('positive'), pair.get('negative')];
      if (positive === undefined || negative === undefined) throw bad();
      this.#vector(positive);
      this.#vector(negative);
    }
  }

  #feedback(node: JsonNode): void {
    const input = this.#object(node, ['target', 'feedback', 'strategy']);
    const target = input.get('target');
    if (target === undefined) throw bad();
    this.#vector(target);
    this.#list(input.get('feedback'), (item) => {
      const example = this.#object(item, ['example', 'score']).get('example');
      if (example === undefined) throw bad();
      this.#vector(example);
    });
  }

  /** A text in a formula is a payload field, or a score; a condition is read as a filter's. */
  #formula(node: JsonNode): void {
    switch (node.kind) {
      case 'number':
      case 'numbers':
        return;
      case 'string':
        this.#variable(stringText(this.#bytes, node));
        return;
      case 'array':
        for (const item of node.items) this.#formula(item);
        return;
      case 'object':
        this.#expression(node);
        return;
      default:
        throw bad();
    }
  }

  #variable(name: string): void {
    if (/^\$score(?:\[\d+\])?$/.test(name)) this.references.push({ field: '$score', use: 'rerank' });
    else this.references.push({ field: fieldOfPath(name), use: 'rerank' });
  }

  #expression(node: JsonObject): void {
    const [first] = node.members.list;
    if (first === undefined || node.members.size !== 1) {
      this.#condition(node);
      return;
    }
    const { key, value } = first;
    switch (key) {
      case 'mult':
      case 'sum':
      case 'neg':
      case 'abs':
      case 'sqrt':
      case 'exp':
      case 'log10':
      case 'ln':
        this.#formula(value);
        return;
      case 'div':
        this.#parts(value, ['left', 'right', 'by_zero_default']);
        return;
      case 'pow':
        this.#parts(value, ['base', 'exponent']);
        return;
      case 'lin_decay':
      case 'exp_decay':
      case 'gauss_decay':
        this.#parts(value, ['x', 'target', 'scale', 'midpoint']);
        return;
      case 'geo_distance': {
        const to = this.#object(value, ['origin', 'to']).string('to');
        if (to === undefined) throw bad();
        this.#variable(to);
        return;
      }
      case 'datetime':
        if (value.kind !== 'string') throw bad();
        return;
      case 'datetime_key':
        if (value.kind !== 'string') throw bad();
        this.#variable(stringText(this.#bytes, value));
        return;
      default:
        this.#condition(node);
    }
  }

  #parts(node: JsonNode, names: readonly string[]): void {
    const parts = this.#object(node, names);
    for (const name of names) {
      const part = parts.get(name);
      if (part !== undefined) this.#formula(part);
    }
  }

  #condition(node: JsonObject): void {
    const fields = filterFields(readCondition(this.#bytes, node));
    for (const field of fields === 'all' ? (['all'] as const) : fields)
      this.references.push({ field, use: 'rerank' });
  }

  #defaults(node: JsonNode | undefined): void {
    if (node === undefined) return;
    if (node.kind !== 'object') throw bad();
    for (const { key } of node.members.list) this.#variable(key);
  }
}

const checkedNumeral = (text: string): string => {
  if (!/^\d{1,20}$/.test(text)) throw bad();
  return text;
};

/** The field that `order_by` names, alone or with a direction and a start. */
export function orderedField(bytes: Buffer, node: JsonNode): string {
  if (node.kind === 'string') return fieldOfPath(stringText(bytes, node));
  const key = new RequestObject({ bytes }, node, 'order_by', ['key', 'direction', 'start_from']).string(
    'key',
  );
  if (key === undefined) throw malformed('order_by', 'the name of a field');
  return fieldOfPath(key);
}

/** Qdrant's older ways of searching, each a route of its own. */
export type OlderKind = 'search' | 'recommend' | 'discover';

/** What an older search asks by. Throws `Refusal` for what is not known. */
export function readOlderQuery(
  kind: OlderKind,
  object: RequestObject,
): QueryFacts & { readonly using: string } {
  const sought = object.get('vector');
  // A vector of a name stands in an object with it.
  const named =
    kind === 'search' && sought?.kind === 'object'
      ? new RequestObject(object, sought, 'vector', ['name', 'vector'])
      : undefined;
  const using = (kind === 'search' ? named?.string('name') : object.string('using')) ?? '';
  const reader = new QueryReader(object.bytes, using);
  if (kind === 'search') reader.like(named === undefined ? sought : named.get('vector'));
  else reader.likeExamples(object);
  const { references, ids, vector } = reader;
  return { class: 'search', references, ids, using, ...(vector !== undefined && { vector }) };
}

/** Reads `query`; without one, points come in the order of their ids. Throws `Refusal` for kinds that are not known. */
export function readQuery(bytes: Buffer, node: JsonNode | undefined, using: string): QueryFacts {
  if (node === undefined) return { class: 'scan', references: [], ids: [] };
  const reader = new QueryReader(bytes, using);
  const kind = reader.read(node);
  const { references, ids, vector } = reader;
  return { class: kind, references, ids, ...(vector !== undefined && { vector }) };
}
