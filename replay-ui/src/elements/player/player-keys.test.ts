import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { playerAction, playerKeys } from './player-keys.ts';

test('no key stands for two things, and every one of the table works', () => {
  const keys = playerKeys.flatMap((one) => one.keys);
  assert.equal(new Set(keys).size, keys.length);
  const pressed: Readonly<Record<string, string>> = { Space: ' ', '→': 'ArrowRight', '←': 'ArrowLeft' };
  for (const { keys: its, action } of playerKeys)
    for (const key of its) assert.equal(playerAction(pressed[key] ?? key), action);
  assert.equal(playerAction('x'), undefined);
});

test('docs/sessions.md has the same table', async () => {
  const page = await readFile(new URL('../../../../docs/sessions.md', import.meta.url), 'utf8');
  for (const { keys, about } of playerKeys)
    assert.ok(page.includes(`| ${keys.map((key) => `\`${key}\``).join(' ')} | ${about} |`), about);
});
