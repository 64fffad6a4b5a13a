import assert from 'node:assert/strict';
import { test } from 'node:test';
import { EditorState } from '@codemirror/state';
import { placeHints, showHints } from './place-hints.ts';

const placesOf = (state: EditorState): number[] => {
  const places: number[] = [];
  const at = state.field(placeHints).iter();
  for (; at.value !== null; at.next()) places.push(at.from);
  return places;
};

test('words stand behind their places and move with the text; of a text that is shorter by now none is shown', () => {
  const empty = EditorState.create({ doc: 'rate: 60/min', extensions: [placeHints] });
  const hints = [
    { at: 12, text: 'each caller' },
    { at: 40, text: 'of a longer text' },
  ];
  const shown = empty.update({ effects: showHints.of(hints) }).state;
  assert.deepEqual(placesOf(shown), [12]);
  const typed = shown.update({ changes: { from: 0, insert: '  ' } }).state;
  assert.deepEqual(placesOf(typed), [14]);
  assert.deepEqual(placesOf(typed.update({ effects: showHints.of([]) }).state), []);
});
