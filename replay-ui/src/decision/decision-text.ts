import type { RecordContent } from '../records/record-content.ts';
import { type DecisionNode, decisionTree } from './decision-tree.ts';
import { placeText } from './rule-place.ts';

const lines = (node: DecisionNode, depth: number): readonly string[] => [
  `${'  '.repeat(depth)}${[node.sign, node.label, node.rule?.rule ?? '', node.text, node.place === undefined ? '' : placeText(node.place)].filter(Boolean).join(' ')}`,
  ...node.children.flatMap((child) => lines(child, depth + 1)),
];

/** The decision as lines, for comparing two of them. */
export const decisionText = (record: RecordContent): string => lines(decisionTree(record), 0).join('\n');
