import { isMap, isScalar, type Scalar } from 'yaml';
import { classesOf } from '../../compile/class-bits.ts';
import { scalarOffsets } from '../../compile/scalar-offsets.ts';
import { operationClasses } from '../../operation/operation-class.ts';
import type { OperationWord } from '../../schema/operations-schema.ts';
import type { Analysis } from '../analyse.ts';
import type { Completion } from '../complete/completion.ts';
import { ruleAt } from '../document/rule-at.ts';
import { textsAt } from '../document/rule-scope.ts';
import { conditionWords } from './condition-words.ts';
import { literalWords } from './literal-words.ts';

/** What may be written inside a `when`; undefined where there is none. */
export function completeCondition(analysis: Analysis, offset: number): readonly Completion[] | undefined {
  const at = ruleAt(analysis, offset);
  const node = isMap(at?.node) ? at.node.get('when', true) : undefined;
  if (at === undefined || !isScalar(node)) return undefined;
  const inside = before(analysis.file.text, node, offset);
  if (inside === undefined) return undefined;
  const words = textsAt(at.node, ['operations']) as readonly OperationWord[];
  const classes = words.length === 0 ? operationClasses : classesOf(words);
  const literal = /"[^"]*$/.exec(inside.replace(/"[^"]*"/g, ''));
  const typed = /[\w]*$/.exec(inside)?.[0] ?? '';
  const path = /((?:\w+\.)+)\w*$/.exec(inside)?.[1]?.slice(0, -1) ?? '';
  const place = { start: offset - typed.length, end: offset };
  if (literal !== null) {
    const start = offset - (literal[0].length - 1);
    return literalWords(inside, analysis.surroundings.catalogue).map((label, rank) => ({
      label,
      kind: 'name',
      insert: label,
      isSnippet: false,
      rank,
      start,
      end: offset,
    }));
  }
  return conditionWords(path, classes, analysis.surroundings.catalogue, inside).map((one, rank) => ({
    ...one,
    // Quotes of a word must not end those around the condition.
    insert: node.type === 'QUOTE_DOUBLE' ? one.insert.replaceAll('"', '\\"') : one.insert,
    rank,
    ...place,
  }));
}

/** The condition up to the offset, or undefined when the offset is not inside. */
function before(text: string, node: Scalar, offset: number): string | undefined {
  const [start, end] = node.range ?? [0, 0];
  const quote = node.type === 'QUOTE_DOUBLE' || node.type === 'QUOTE_SINGLE' ? 1 : 0;
  if (node.value === null || offset < start + quote) {
    const from = text.slice(start, offset);
    return offset >= start && /^ *$/.test(from) && node.value === null ? '' : undefined;
  }
  // Blanks behind a plain condition are still part of it while somebody types.
  const tail = quote === 1 ? end - 1 : end + (/^[ \t]*/.exec(text.slice(end))?.[0].length ?? 0);
  if (offset > tail) return undefined;
  const offsets = scalarOffsets(text, node);
  const index = offsets.findIndex((one) => one >= offset);
  const value = String(node.value);
  return index === -1 ? `${value} ` : value.slice(0, index);
}
