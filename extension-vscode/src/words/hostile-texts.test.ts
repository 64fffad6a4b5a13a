import assert from 'node:assert/strict';
import { test } from 'node:test';
import { plainLine } from '@vectorgate/replay-ui/records';
import { labelText } from './label-text.ts';
import { markdownText } from './markdown-text.ts';
import { noticeText } from './notice-text.ts';

const hostile = 'a\u202eb\u001b[31mc\r\nd\u2066 $(alert) $(sync~spin) [sign in](command:x)';

test('what would reorder, command or break a line stands as what it is', () => {
  const line = plainLine(hostile);
  assert.equal(line, 'a⟨RLO⟩b⟨ESC⟩[31mc⟨CR⟩ d⟨LRI⟩ $(alert) $(sync~spin) [sign in](command:x)');
  assert.equal(plainLine(line), line, 'and stays so when it is made plain once more');
});

test('no icon is drawn from a name in a label, and what is none keeps its own characters', () => {
  assert.equal(labelText('$(alert) x'), '\\$(alert) x');
  assert.equal(labelText('$(sync~spin)'), '\\$(sync~spin)');
  assert.equal(labelText('\\$(alert)'), '\\$(alert)');
  assert.equal(labelText('costs $(5 or more)'), 'costs $(5 or more)');
});

test('a notification has no press that a name brought along', () => {
  assert.doesNotMatch(noticeText(hostile), /\]\(/);
});

test('in a tooltip a name draws no icon, links nothing and breaks no line', () => {
  const made = markdownText(`${hostile} https://evil.example <img src=x> www.evil.example`);
  // Icons are looked for once Markdown has taken its backslashes away.
  const rendered = made.replace(/\\([!-/:-@[-`{-~])/g, '$1');
  assert.doesNotMatch(rendered, /\$\(/);
  assert.doesNotMatch(made, /\]\(|<|https:\/\/|www\.|[\p{Cc}\u202e\u2066]/u);
});

test('of a megabyte the beginning stands, at once, and no character is halved', () => {
  const megabyte = '\u202e$(alert)'.repeat(110_000);
  const began = performance.now();
  for (const made of [plainLine(megabyte), labelText(megabyte), noticeText(megabyte), markdownText(megabyte)])
    assert.ok(made.length < 20_000 && made.endsWith('…'), `${made.length} characters`);
  assert.ok(performance.now() - began < 1_000);
  assert.equal(plainLine('x👩👩', 4), 'x👩…');
});
