import assert from 'node:assert/strict';
import { test } from 'node:test';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { largestFile } from '../compile/read-file.ts';
import { diagnose } from '../language/index.ts';
import { manyRules } from '../testing/many-rules.ts';
import { servedFrom } from './testing/served-from.ts';

const text = manyRules(2, () => 0);
const typed = (document: TextDocument): void =>
  void TextDocument.update(
    document,
    [{ range: { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } }, text: '#\n' }],
    document.version + 1,
  );

function opened(content: string, takes: number) {
  const document = TextDocument.create('file:///p/a.policy.yaml', 'vectorgate-policy', 1, content);
  const other = TextDocument.create('file:///elsewhere/b.policy.yaml', 'vectorgate-policy', 1, text);
  return { document, other, documents: servedFrom([document, other], takes) };
}

test('while somebody types in a policy that takes its time, all that ask share one analysis, of what is there in the end', async () => {
  const { document, documents } = opened(text, 100);
  await documents.analyse(document);
  const asked = Array.from({ length: 5 }, () => {
    typed(document);
    return documents.analyse(document);
  });
  const analyses = new Set(await Promise.all(asked));
  assert.deepEqual(
    [...analyses].map(({ file }) => file.text === document.getText()),
    [true],
  );
});

test('who asks after the pause waits no second time, and those who wait share what it got', async () => {
  const { document, documents } = opened(text, 100);
  await documents.analyse(document);
  typed(document);
  const order: string[] = [];
  const waiting = documents.analyse(document).finally(() => order.push('waits'));
  const found = await documents.analyse(document, true).finally(() => order.push('after the pause'));
  assert.equal(found.file.text, document.getText());
  assert.equal(await waiting, found);
  assert.deepEqual(order, ['after the pause', 'waits']);
});

test('in one that does not, each key has its own at once', async () => {
  const { document, documents } = opened(text, 1);
  await documents.analyse(document);
  typed(document);
  const then = document.getText();
  const first = documents.analyse(document);
  typed(document);
  assert.equal((await first).file.text, then);
  assert.equal((await documents.analyse(document)).file.text, document.getText());
});

test('what is typed into one policy leaves those alone that do not belong with it', async () => {
  const { document, other, documents } = opened(text, 1);
  const before = await documents.analyse(other);
  typed(document);
  assert.equal(await documents.analyse(other), before);
});

test('of one that is too large no more is read than tells it', async () => {
  const { document, documents } = opened('x: 1\n'.repeat(largestFile), 1);
  const analysis = await documents.analyse(document);
  assert.equal(analysis.file.text.length, largestFile + 1);
  assert.deepEqual(
    diagnose(analysis).map(({ code }) => code),
    ['file-too-large'],
  );
});
