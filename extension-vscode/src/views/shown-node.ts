import { plainLine } from '@vectorgate/replay-ui/records';
import type { ViewNode } from './view-node.ts';

/** A node with texts that a tree may draw and a screen reader may say, whatever names they were made of. */
export const shownNode = (node: ViewNode): ViewNode => ({
  ...node,
  label: plainLine(node.label),
  ...(node.description !== undefined && { description: plainLine(node.description) }),
  ...(node.spoken !== undefined && { spoken: plainLine(node.spoken, 1_000) }),
});
