import { isMap, isScalar, isSeq, type Node } from 'yaml';
import type { CompiledPlace } from '../../compile/compile-policies.ts';
import { plainText } from '../document/plain-text.ts';
import type { TextChange } from '../document/text-change.ts';
import { columnOf, endOfLine, endOfValue, startOfLine } from './places.ts';

/** A key that is taken over from the rule beside as it is written there, or a key and its value. */
type Part = string | readonly [key: string, value: unknown];

/**
 * Adds a rule behind another, in the style of that one: what it takes over is written as it is there, and no comment is moved.
 * Its id is the other's with an ending.
 */
export function ruleBeside(
  { source, index }: CompiledPlace,
  ending: string,
  parts: readonly Part[],
): TextChange[] {
  const { text } = source;
  const list = source.nodeAt(['spec', 'rules']);
  const rule = isSeq(list) ? list.items[index] : undefined;
  const first = isMap(rule) ? (rule.items[0]?.key as Node | undefined) : undefined;
  if (!isSeq(list) || !isMap(rule) || !rule.range || !first?.range) return [];
  const isJson = source.file.endsWith('.json');
  const isFlow = rule.flow === true;
  const written = (key: string, value: unknown): string => {
    if (isJson) return `${JSON.stringify(key)}: ${flowText(value, true)}`;
    const inner = ' '.repeat(columnOf(text, first.range![0]) + 2);
    return !isFlow && Array.isArray(value) && value.length > 1 && typeof value[0] === 'object'
      ? `${key}:${value.map((one) => `\n${inner}- ${flowText(one, false)}`).join('')}`
      : `${key}: ${flowText(value, false)}`;
  };
  const id = freeId(list.items, `${String(rule.get('id'))}-${ending}`);
  const keys = [
    written('id', id),
    ...parts.flatMap((part) => {
      if (typeof part !== 'string') return [written(...part)];
      const pair = rule.items.find(({ key }) => isScalar(key) && key.value === part);
      const [key, value] = [pair?.key as Node | undefined, pair?.value as Node | undefined];
      return key?.range && value?.range ? [text.slice(key.range[0], endOfContent(text, value))] : [];
    }),
  ];
  const [start] = rule.range;
  const end = endOfContent(text, rule);
  if (list.flow === true) {
    const line = text.slice(startOfLine(text, start), start);
    const break_ = line.trim() === '' ? `\n${line}` : ' ';
    return [{ start: end, end, text: `,${break_}{ ${keys.join(', ')} }` }];
  }
  const dash = columnOf(text, text.lastIndexOf('-', start));
  const column = columnOf(text, first.range[0]);
  const own = isFlow
    ? `- { ${keys.join(', ')} }`
    : `${'-'.padEnd(column - dash)}${keys.join(`\n${' '.repeat(column)}`)}`;
  const at = behindComments(text, endOfLine(text, end), dash);
  const between = (i: number): string => {
    const [one, next] = [list.items[i], list.items[i + 1]] as (Node | undefined)[];
    return one?.range && next?.range ? text.slice(endOfContent(text, one), next.range[0]) : '';
  };
  const blank = [index - 1, index].some((i) => /\n[ \t]*\r?\n/.test(between(i))) ? '\n' : '';
  return [{ start: at, end: at, text: `${blank}\n${' '.repeat(dash)}${own}` }];
}

function freeId(rules: readonly unknown[], id: string): string {
  const taken = new Set(rules.map((rule) => (isMap(rule) ? rule.get('id') : undefined)));
  let free = id;
  for (let count = 2; taken.has(free); count++) free = `${id}-${count}`;
  return free;
}

/** Where a node ends, without comments that stand behind what is in it. */
function endOfContent(text: string, node: Node): number {
  if ((!isMap(node) && !isSeq(node)) || node.flow === true) return endOfValue(text, node);
  const last = node.items.at(-1) as Node | { readonly key: Node; readonly value: Node | null } | undefined;
  if (last === undefined) return endOfValue(text, node);
  const inner = 'key' in last ? (last.value ?? last.key) : last;
  return inner.range ? endOfContent(text, inner) : endOfValue(text, node);
}

/** The end of the comments below a rule that stand deeper than its dash: they are about it. */
function behindComments(text: string, end: number, dash: number): number {
  let at = end;
  for (;;) {
    const line = /^\r?\n([ \t]*)#[^\r\n]*/.exec(text.slice(at, at + 2_000));
    if (line === null || line[1]!.length <= dash) return at;
    at += line[0].length;
  }
}

/** A value on one line. */
function flowText(value: unknown, isJson: boolean): string {
  if (Array.isArray(value)) return `[${value.map((one) => flowText(one, isJson)).join(', ')}]`;
  if (typeof value === 'object' && value !== null)
    return `{ ${Object.entries(value)
      .map(([key, one]) => `${flowText(key, isJson)}: ${flowText(one, isJson)}`)
      .join(', ')} }`;
  return typeof value === 'string' && !isJson ? plainText(value) : JSON.stringify(value);
}
