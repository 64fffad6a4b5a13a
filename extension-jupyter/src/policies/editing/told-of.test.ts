import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Text } from '@codemirror/state';
import { analyse, diagnose } from '@vectorgate/policy-schema/language';
import { toldOf } from './told-of.ts';

const said = (text: string): readonly string[] =>
  diagnose(analyse({ path: 'a.policy.yaml', text }, { files: [], now: 0 })).map(({ code }) => code);

test('a text that is read is told whole', () => {
  const text = `# ${'a'.repeat(999_996)}\n`;
  assert.equal(toldOf(Text.of(text.split('\n'))), text);
  assert.ok(!said(text).includes('file-too-large'));
});

test('of a text that is too large no more is told than that it is', () => {
  const told = toldOf(Text.of(['# many', ...Array.from({ length: 1_000_000 }, () => '# a line')]));
  assert.ok(told.length < 1_100_000);
  assert.deepEqual(said(told), ['file-too-large']);
});
