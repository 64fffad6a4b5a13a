import assert from 'node:assert/strict';
import { test } from 'node:test';
import { shownNode } from './shown-node.ts';

test('label, description and what is spoken are plain; the rest of a node stays', () => {
  const node = { id: 'x\u202e', label: 'a\u202eb', description: 'c\nd', spoken: 'e\u001bf', icon: 'eye' };
  assert.deepEqual(shownNode(node), {
    ...node,
    label: 'a⟨RLO⟩b',
    description: 'c d',
    spoken: 'e⟨ESC⟩f',
  });
  assert.deepEqual(shownNode({ id: 'x', label: 'y' }), { id: 'x', label: 'y' });
});
