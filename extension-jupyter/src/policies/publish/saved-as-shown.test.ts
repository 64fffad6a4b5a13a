import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assertShown, type OpenDocument, saveWritten } from './saved-as-shown.ts';

class Open {
  readonly path: string;
  readonly model: { dirty: boolean; text: string; toString(): string };
  saved = 0;
  private readonly outcome: 'saves' | 'fails' | 'stays';

  constructor(path: string, text: string, dirty = true, outcome: 'saves' | 'fails' | 'stays' = 'saves') {
    this.path = path;
    this.model = { dirty, text, toString: () => text };
    this.outcome = outcome;
  }

  async save(): Promise<void> {
    this.saved++;
    if (this.outcome === 'fails') throw new Error('no room');
    if (this.outcome === 'saves') this.model.dirty = false;
  }
}
const asDocuments = (open: readonly Open[]) => open as unknown as readonly OpenDocument[];

test('what was written in and belongs to it is saved, and nothing else', async () => {
  const open = [
    new Open('p/a.policy.yaml', ''),
    new Open('other.md', ''),
    new Open('p/b.policy.yaml', '', false),
  ];
  await saveWritten(new Set(['p/a.policy.yaml', 'p/b.policy.yaml']), asDocuments(open));
  assert.deepEqual(
    open.map(({ saved }) => saved),
    [1, 0, 0],
  );
});

test('what cannot be saved is named, and keeps what was written', async () => {
  for (const outcome of ['fails', 'stays'] as const) {
    const open = new Open('p/a.policy.yaml', 'mine', true, outcome);
    await assert.rejects(
      saveWritten(new Set(['p/a.policy.yaml']), asDocuments([open])),
      /a\.policy\.yaml could not be saved, so nothing was published\./,
    );
    assert.deepEqual([open.model.dirty, open.model.text], [true, 'mine']);
  }
});

test('what somebody wrote since is not published unseen', () => {
  const files = [{ path: 'p/a.policy.yaml', text: '\u{feff}one\r\ntwo' }];
  assertShown(files, asDocuments([new Open('p/a.policy.yaml', 'one\ntwo', false), new Open('x', 'y')]));
  for (const other of [
    new Open('p/a.policy.yaml', 'one\nthree', false),
    new Open('p/a.policy.yaml', 'one\ntwo'),
  ])
    assert.throws(() => assertShown(files, asDocuments([other])), /is not what was compared any more/);
});
