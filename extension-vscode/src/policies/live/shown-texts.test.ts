import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { assertShown, type ShownDocument, saveThese } from './shown-texts.ts';

const folder = join('/work', 'policies');

class Document implements ShownDocument {
  readonly uri: ShownDocument['uri'];
  readonly text: string;
  isDirty: boolean;
  saves = 0;
  readonly isRefused: boolean;
  constructor(name: string, text: string, isDirty = false, isRefused = false) {
    this.uri = { scheme: 'file', fsPath: join(folder, name) };
    this.text = text;
    this.isDirty = isDirty;
    this.isRefused = isRefused;
  }
  getText = (): string => this.text;
  async save(): Promise<boolean> {
    this.saves++;
    this.isDirty = this.isRefused;
    return !this.isRefused;
  }
}

test('only what is asked for and not saved yet is saved', async () => {
  const all = [
    new Document('a.policy.yaml', '', true),
    new Document('b.policy.yaml', ''),
    new Document('notes.md', '', true),
  ];
  await saveThese([join(folder, 'a.policy.yaml'), join(folder, 'b.policy.yaml')], all);
  assert.deepEqual(
    all.map(({ saves, isDirty }) => [saves, isDirty]),
    [
      [1, false],
      [0, false],
      [0, true],
    ],
  );
});

test('one that cannot be saved stops it, by its name', async () => {
  const refused = new Document('a.policy.yaml', '', true, true);
  await assert.rejects(saveThese([refused.uri.fsPath], [refused]), /a\.policy\.yaml could not be saved/);
});

test('what an editor shows otherwise is not published; ends of lines and marks do not show', () => {
  const plan = { folder, files: [{ path: 'a.policy.yaml', text: '\uFEFFa: 1\r\nb: 2\n' }] };
  assertShown(plan, [new Document('a.policy.yaml', 'a: 1\nb: 2\n'), new Document('b.policy.yaml', '', true)]);
  assert.throws(
    () => assertShown(plan, [new Document('a.policy.yaml', 'a: 1\nb: 3\n')]),
    /a\.policy\.yaml is not what was compared/,
  );
});
