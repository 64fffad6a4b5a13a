import type { JsonNode, JsonObject } from '../json/json-node.ts';
import type { FieldType, SampledField } from '../pipeline/store-contents.ts';

/** Fields that are told of one collection, and characters of a path. */
const mostFields = 300;
const longestPath = 120;
/** Maps with more names than these hold data in their names (an index by mail address, say): what is in them is not told. */
const mostNamesInMap = 40;
/** A name within a map that fewer records have may be data, too. */
const fewestWithin = 2;
const deepest = 6;

/** A field as one record has it. */
interface Met {
  readonly type: FieldType | undefined;
  readonly within: boolean;
}

interface Tally {
  records: number;
  /** Whether it was met in a map only. */
  within: boolean;
  readonly types: Map<FieldType, number>;
}

const typeOf = (node: JsonNode): FieldType | undefined => {
  switch (node.kind) {
    case 'string':
    case 'number':
      return node.kind;
    case 'true':
    case 'false':
      return 'boolean';
    case 'array':
    case 'numbers':
      return 'list';
    case 'object':
      return 'map';
    case 'null':
      return undefined;
  }
};

/**
 * Counts which fields records have, and of which types. It sees names and kinds of values alone: no value is ever decoded,
 * measured or kept. Paths are those of policies: names by dots, objects in lists looked through.
 */
export class FieldTallies {
  readonly #tallies = new Map<string, Tally>();
  /** Names met directly in each map. */
  readonly #names = new Map<string, Set<string>>();
  #records = 0;

  /** Records that were added. */
  get records(): number {
    return this.#records;
  }

  /** One record: the object of its fields, or nothing where it has none. */
  add(fields: JsonNode | undefined): void {
    this.#records++;
    if (fields?.kind !== 'object') return;
    const met = new Map<string, Met>();
    this.#walk(fields, '', 1, met);
    for (const [path, { type, within }] of met) {
      let tally = this.#tallies.get(path);
      if (tally === undefined) {
        tally = { records: 0, within: true, types: new Map() };
        this.#tallies.set(path, tally);
      }
      tally.records++;
      if (!within) tally.within = false;
      if (type !== undefined) tally.types.set(type, (tally.types.get(type) ?? 0) + 1);
    }
  }

  /** The most frequent fields, those alike by their names. */
  fields(): readonly SampledField[] {
    const crowded = [...this.#names].flatMap(([prefix, names]) =>
      prefix !== '' && names.size > mostNamesInMap ? [prefix] : [],
    );
    return [...this.#tallies]
      .filter(
        ([path, { records, within }]) =>
          (!within || records >= fewestWithin) && !crowded.some((prefix) => path.startsWith(prefix)),
      )
      .map(([path, { records, types }]) => ({
        path,
        types: [...types].sort(([, a], [, b]) => b - a).map(([type]) => type),
        records,
      }))
      .sort((a, b) => b.records - a.records || (a.path < b.path ? -1 : 1))
      .slice(0, mostFields);
  }

  #walk(object: JsonObject, prefix: string, depth: number, met: Map<string, Met>): void {
    let names = this.#names.get(prefix);
    if (names === undefined) {
      names = new Set();
      this.#names.set(prefix, names);
    }
    for (const { key, value } of object.members.list) {
      const path = prefix + key;
      // What begins like a reserved name of policies is delivered to nobody.
      if (key.startsWith('$') || key === '' || path.length > longestPath) continue;
      if (names.size <= mostNamesInMap) names.add(key);
      else if (prefix !== '') return;
      if (met.get(path)?.type === undefined) met.set(path, { type: typeOf(value), within: prefix !== '' });
      if (depth < deepest) this.#within(value, `${path}.`, depth, met);
    }
  }

  #within(node: JsonNode, prefix: string, depth: number, met: Map<string, Met>): void {
    if (node.kind === 'object') this.#walk(node, prefix, depth + 1, met);
    else if (node.kind === 'array') for (const item of node.items) this.#within(item, prefix, depth, met);
  }
}
