import assert from 'node:assert/strict';
import { test } from 'node:test';
import { plainLine } from './plain-line.ts';

test('a line stays one, shows what hides in it, and of a megabyte its beginning', () => {
  const line = plainLine('a\u202eb\u001b[31m\nc');
  assert.equal(line, 'a⟨RLO⟩b⟨ESC⟩[31m c');
  assert.equal(plainLine(line), line);
  assert.equal(plainLine('x👩👩', 4), 'x👩…');
  assert.equal(plainLine('\u202e'.repeat(1_000_000)), `${'⟨RLO⟩'.repeat(300)}…`);
});
