import { isMap, isScalar, type YAMLMap } from 'yaml';
import type { CompiledPlace } from '../../compile/compile-policies.ts';
import { scalarOffsets } from '../../compile/scalar-offsets.ts';
import type { Fix } from '../diagnose/policy-diagnostic.ts';
import { plainText } from '../document/plain-text.ts';
import { ruleNode } from '../document/rule-node.ts';
import { rulePair } from '../document/rule-pair.ts';
import type { TextChange } from '../document/text-change.ts';
import { insertKey } from './insert-key.ts';
import { columnOf, endOfLine, endOfValue, startOfLine } from './places.ts';
import { removeKey } from './remove-key.ts';

/** A part of a condition, and-ed with others, and where it begins in the condition. */
export interface Conjunct {
  readonly text: string;
  readonly start: number;
}

/** Names of one list or the other: a second of these keys would widen the first. */
const listed = ['groups', 'subjects', 'services', 'issuers'];

/** The path of the key that says a part of a condition, and its values; undefined where a machine cannot know them. */
function keyAndValues(text: string, key: string): [path: string[], values: unknown[]] | undefined {
  const words = [...text.matchAll(/"([^"]*)"/g)].map(([, word]) => word!);
  const path = key.split(/[.,]/, 3);
  if (text.includes('\\') || (words.includes('') && path[1] !== 'claims')) return undefined;
  if (path[0] === 'limits') return undefined;
  if (path[1] === 'claims') {
    const [, name, value] = /(\w+)\s*==\s*(.+)$/.exec(text)!;
    return [['principals', 'claims', name!], [JSON.parse(value!)]];
  }
  if (path[1] === 'connections')
    return words.length > 0 &&
      /^[\w\s=,[\]]+$/.test(text.replaceAll(/"[^"]*"/g, '')) &&
      !/,\s*[a-z]|\[\s*[a-z]/i.test(text)
      ? [path, words]
      : undefined;
  const target = /^target\.(\w+)(?:\.(\w)\w+\()?/.exec(text);
  if (target === null) return words.some((word) => word.includes(':')) ? undefined : [path, words];
  const [, scope, how] = target;
  // Where the name itself has a star the key would mean more.
  if (words.some((word) => word.includes('*'))) return undefined;
  const before = how === 'e' || how === 'c' ? '*' : '';
  const behind = how === 's' || how === 'c' ? '*' : '';
  return [['resources', `${scope}s`], words.map((word) => before + word + behind)];
}

/**
 * Says a part of a condition by the key that can say it: `when` goes with its last part. Nothing where the key is there already,
 * or where it would bind less, or permit more, than the condition does.
 */
export function conditionToKey(
  place: CompiledPlace,
  parts: readonly Conjunct[],
  part: number,
  key: string,
  issuers: number | undefined,
): Fix[] {
  const found = keyAndValues(parts[part]!.text, key);
  const { source, compiled } = place;
  const rule = ruleNode(place);
  const when = rulePair(place, 'when');
  if (found === undefined || !isMap(rule) || when === undefined) return [];
  if (!isScalar(when.key) || !when.key.range || !isScalar(when.value) || !when.value.range) return [];
  const [path, values] = found;
  const isName = path.includes('groups') || path.includes('subjects');
  // A key names the people of a connection alone, a condition those of any issuer.
  if (isName && issuers !== 1 && (compiled.effect === 'allow') === path.includes('except')) return [];
  let [map, depth]: [YAMLMap, number] = [rule, 0];
  for (; depth < path.length; depth++) {
    const node = ruleNode(place, ...path.slice(0, depth + 1));
    if (node === undefined) break;
    if (!isMap(node) || path[depth] === 'except') return [];
    map = node;
  }
  if (depth === path.length) return [];
  if (depth === 1 && listed.includes(path[1]!) && listed.some((one) => map.has(one))) return [];

  const { text } = source;
  const isJson = source.file.endsWith('.json');
  const written = (value: unknown): string =>
    typeof value === 'string' && !isJson ? plainText(value) : JSON.stringify(value);
  const value = path
    .slice(depth + 1)
    .reduceRight((inner, one) => `{ ${written(one)}: ${inner} }`, `[${values.map(written).join(', ')}]`);
  const [name, start, end] = [written(path[depth]), when.key.range[0], endOfValue(text, when.value)];
  const changes: TextChange[] = [];
  if (depth > 0) changes.push(...insertKey(text, map, name, value));
  else if (parts.length > 1) {
    const next = rule.flow === true ? ', ' : `\n${' '.repeat(columnOf(text, start))}`;
    changes.push({ start, end: start, text: `${name}: ${value}${next}` });
  } else changes.push({ start, end, text: `${name}: ${value}` });
  if (parts.length > 1) changes.push(...withoutPart(text, when.value, parts, part));
  else if (depth > 0) {
    const comment = /^[ \t]+#/.exec(text.slice(end, endOfLine(text, end)))?.[0].length ?? 0;
    const alone = rule.flow !== true && text.slice(startOfLine(text, start), start).trim() === '';
    changes.push(
      ...(comment > 0 && alone ? [{ start, end: end + comment - 1, text: '' }] : removeKey(text, rule, when)),
    );
  }
  return [{ title: `Write it as ${path.join('.')}`, changes: changes.sort((a, b) => a.start - b.start) }];
}

/** Takes one of several parts out of a condition. */
function withoutPart(
  text: string,
  node: Parameters<typeof scalarOffsets>[1],
  parts: readonly Conjunct[],
  part: number,
): TextChange[] {
  const offsets = scalarOffsets(text, node);
  const endOf = ({ start, text }: Conjunct): number => offsets[start + text.length]!;
  const one = parts[part]!;
  const next = parts[part + 1];
  if (next === undefined) return [{ start: endOf(parts[part - 1]!), end: endOf(one), text: '' }];
  const start = offsets[one.start]!;
  const end = offsets[next.start]!;
  // Without quotes a text cannot begin with a quote, or with a mark of YAML.
  if (part > 0 || node.type !== 'PLAIN' || /^\w/.test(next.text)) return [{ start, end, text: '' }];
  const last = endOf(parts.at(-1)!);
  if (text.slice(end, last).includes("'")) return [];
  return [
    { start, end, text: "'" },
    { start: last, end: last, text: "'" },
  ];
}
