import { isAlias, isMap, isNode, isScalar, type Node, visit, type YAMLMap } from 'yaml';
import type { PolicySource } from './policy-source.ts';
import type { RuleNote } from './rule-notes.ts';
import { replay, takeNote } from './take-note.ts';

/**
 * Refuses the parts of YAML that read differently from what they do: anchors and aliases (a value far from where it
 * acts), merge keys, tags (readers differ), keys that are not text, and numbers that lose digits.
 */
export function checkHygiene(source: PolicySource): void {
  look(source, source.document.contents);
}

function look(source: PolicySource, root: Node | null): void {
  visit(root, {
    Pair(_, pair) {
      const { key } = pair;
      if (isScalar(key) && key.value === '<<') {
        source.at(key, 'yaml-merge-key', 'Merge keys (<<) are not read.', 'Write the keys out.');
      } else if (!isScalar(key) || typeof key.value !== 'string') {
        if (isNode(key)) source.unreadable.push(key.range?.[0] ?? 0);
        source.at(key, 'yaml-key', 'A key must be text.', 'Put the key in quotes.');
      }
    },
    Node(_, node) {
      const note = node === root ? undefined : source.noteOf(node);
      if (note !== undefined) {
        lookOnce(source, node, note);
        return visit.SKIP;
      }
      if (isAlias(node)) {
        source.unreadable.push(node.range?.[0] ?? 0);
        source.at(node, 'yaml-alias', 'Aliases (*) are not read.', 'Write the value out.');
        return visit.SKIP;
      }
      if (isMap(node)) checkUnique(source, node);
      if (node.anchor !== undefined) {
        source.at(
          node,
          'yaml-anchor',
          'Anchors (&) are not read.',
          'Remove the anchor and write the value out where it is used.',
        );
      }
      if (node.tag !== undefined && !isUnresolved(source, node)) {
        source.at(node, 'yaml-tag', 'Tags (!) are not read.', 'Remove the tag; put text in quotes.');
      }
      if (isScalar(node) && typeof node.value === 'number' && !representable(node.value, node.source)) {
        source.at(
          node,
          'yaml-number',
          'The number cannot be kept exactly.',
          'Use a smaller number, or text in quotes.',
        );
      }
      return undefined;
    },
  });
}

/** Whether the parser told of the tag already; of two it tells that they are two. */
const isUnresolved = ({ document, text }: PolicySource, { range }: Node): boolean =>
  document.errors.every(({ code }) => code !== 'MULTIPLE_TAGS') &&
  [...document.errors, ...document.warnings].some(
    ({ code, pos }) =>
      code === 'TAG_RESOLVE_FAILED' && range && pos[1] <= range[0] && !text.slice(pos[1], range[0]).trim(),
  );

/** Looks at a rule, unless one of the same text was looked at. */
function lookOnce(source: PolicySource, node: Node, note: RuleNote): void {
  const from = node.range?.[0] ?? 0;
  if (note.hygiene !== undefined) {
    replay(source, node, note.hygiene.problems);
    for (const at of note.hygiene.unreadable) source.unreadable.push(from + at);
    return;
  }
  const before = source.unreadable.length;
  const problems = takeNote(source, node, () => look(source, node));
  const unreadable = source.unreadable.slice(before).map((at) => at - from);
  if (problems !== undefined) note.hygiene = { problems, unreadable };
}

/** Here and not by the parser, which compares each key with all others. */
function checkUnique(source: PolicySource, { items }: YAMLMap): void {
  const seen = new Set<unknown>();
  for (const { key } of items) {
    if (!isScalar(key)) continue;
    if (seen.has(key.value)) {
      const message = `The key ${String(key.value)} stands here twice.`;
      source.at(key, 'yaml-duplicate-key', message, 'Keep one of the two.');
      // Which of the two is meant nobody knows.
      source.unreadable.push(key.range?.[0] ?? 0);
    }
    seen.add(key.value);
  }
}

const representable = (value: number, written: string | undefined): boolean =>
  Number.isFinite(value) &&
  (!Number.isInteger(value) || Number.isSafeInteger(value) || /[.eE]/.test(written ?? ''));
