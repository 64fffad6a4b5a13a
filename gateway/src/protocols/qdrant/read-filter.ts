import type { Filter, Scalar } from '@vectorgate/policy-schema';
import type { JsonNode, JsonObject } from '../../json/json-node.ts';
import { scalarOf } from '../../json/scalar-of.ts';
import { scalarsOf } from '../../json/scalars-of.ts';
import { stringText } from '../../json/string-text.ts';
import { fieldOfPath } from './payload-path.ts';
import { pointIds } from './point-id.ts';
import { RequestObject } from './request-object.ts';
import { malformed } from './unreadable.ts';

const clauses = ['must', 'should', 'must_not', 'min_should'] as const;
/** What a condition on a field may hold besides its key. */
const tests = [
  'match',
  'range',
  'geo_bounding_box',
  'geo_radius',
  'geo_polygon',
  'values_count',
  'is_empty',
  'is_null',
] as const;
const ranges = ['lt', 'lte', 'gt', 'gte'] as const;

const bad = (): Error => malformed('filter', 'a filter of Qdrant’s');
const all = (parts: readonly Filter[]): Filter => (parts.length === 1 ? parts[0]! : { op: 'and', of: parts });

function scalar(bytes: Buffer, node: JsonNode): Scalar {
  const value = scalarOf(bytes, node);
  if (value === undefined) throw bad();
  return value;
}

function scalars(bytes: Buffer, node: JsonNode): readonly Scalar[] {
  const values = scalarsOf(bytes, node);
  if (values === undefined) throw bad();
  return values;
}

/** Reads filters of one request; `bytes` are the request's. Paths below a nested condition begin with its key. */
class FilterReader {
  readonly #bytes: Buffer;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  filter(node: JsonNode, prefix: string): Filter {
    const object = this.#object(node, clauses);
    const parts: Filter[] = [];
    const must = object.get('must');
    if (must !== undefined) parts.push({ op: 'and', of: this.#conditions(must, prefix) });
    const should = object.get('should');
    if (should !== undefined) parts.push({ op: 'or', of: this.#conditions(should, prefix) });
    const mustNot = object.get('must_not');
    if (mustNot !== undefined)
      parts.push({ op: 'not', of: { op: 'or', of: this.#conditions(mustNot, prefix) } });
    const minShould = object.get('min_should');
    if (minShould !== undefined) {
      const few = this.#object(minShould, ['conditions', 'min_count']);
      few.count('min_count');
      parts.push({ op: 'or', of: this.#conditions(few.get('conditions') ?? minShould, prefix) });
    }
    return all(parts);
  }

  #object(node: JsonNode, known: readonly string[]): RequestObject {
    return new RequestObject({ bytes: this.#bytes }, node, 'filter', known);
  }

  /** One condition or a list of them. */
  #conditions(node: JsonNode, prefix: string): Filter[] {
    if (node.kind === 'object') return [this.condition(node, prefix)];
    if (node.kind !== 'array') throw bad();
    return node.items.map((item) => this.condition(item, prefix));
  }

  condition(node: JsonNode, prefix: string): Filter {
    if (node.kind !== 'object') throw bad();
    const { members } = node;
    if (members.has('key')) return this.#field(node, prefix);
    if (members.size === 1) {
      const [{ key, value }] = members.list as [JsonObject['members']['list'][number]];
      switch (key) {
        case 'is_empty':
        case 'is_null': {
          const path = this.#object(value, ['key']).string('key');
          if (path === undefined) throw bad();
          return { op: 'compare', field: prefix + fieldOfPath(path), test: 'exists', value: false };
        }
        case 'has_id':
          return { op: 'compare', field: '$id', test: 'in', value: pointIds(this.#bytes, value, 'has_id') };
        case 'has_vector':
          if (value.kind !== 'string') throw bad();
          return { op: 'opaque', fields: [vectorField(stringText(this.#bytes, value))] };
        case 'slice':
          return { op: 'opaque', fields: ['$id'] };
        case 'nested': {
          const nested = this.#object(value, ['key', 'filter']);
          const [path, inner] = [nested.string('key'), nested.get('filter')];
          if (path === undefined || inner === undefined) throw bad();
          return this.filter(inner, `${prefix}${fieldOfPath(path)}.`);
        }
      }
    }
    return this.filter(node, prefix);
  }

  #field(node: JsonNode, prefix: string): Filter {
    const object = this.#object(node, ['key', ...tests]);
    const path = object.string('key');
    if (path === undefined) throw bad();
    const field = prefix + fieldOfPath(path);
    const parts: Filter[] = [];
    for (const test of tests) {
      const value = object.get(test);
      if (value !== undefined) parts.push(this.#test(field, test, value));
    }
    if (parts.length === 0) throw bad();
    return all(parts);
  }

  #test(field: string, test: (typeof tests)[number], value: JsonNode): Filter {
    if (test === 'match') return this.#match(field, value);
    if (test === 'range') {
      const range = this.#object(value, ranges);
      return all(
        ranges.flatMap((bound) => {
          const limit = range.get(bound);
          return limit === undefined
            ? []
            : [{ op: 'compare' as const, field, test: bound, value: scalar(this.#bytes, limit) }];
        }),
      );
    }
    if (test === 'is_empty' || test === 'is_null')
      return { op: 'compare', field, test: 'exists', value: value.kind !== 'true' };
    return { op: 'opaque', fields: [field] };
  }

  #match(field: string, node: JsonNode): Filter {
    if (node.kind !== 'object' || node.members.size !== 1) throw bad();
    const [{ key, value }] = node.members.list as [JsonObject['members']['list'][number]];
    switch (key) {
      case 'value':
        return { op: 'compare', field, test: 'eq', value: scalar(this.#bytes, value) };
      case 'any':
        return { op: 'compare', field, test: 'in', value: scalars(this.#bytes, value) };
      case 'except':
        return { op: 'compare', field, test: 'nin', value: scalars(this.#bytes, value) };
      case 'text':
      case 'text_any':
      case 'phrase':
      case 'prefix':
        return { op: 'compare', field, test: 'text', value: scalar(this.#bytes, value) };
      default:
        throw bad();
    }
  }
}

/** The reserved name of a named vector; Qdrant's unnamed one is the vector itself. */
export const vectorField = (name: string): string => (name === '' ? '$vector' : `$vector.${name}`);

/** Reads a filter. Throws `Refusal` for what is not known: every condition could name a field. */
export const readFilter = (bytes: Buffer, node: JsonNode): Filter => new FilterReader(bytes).filter(node, '');

/** Reads one condition, as formulas hold them. Throws `Refusal`. */
export const readCondition = (bytes: Buffer, node: JsonNode): Filter =>
  new FilterReader(bytes).condition(node, '');
