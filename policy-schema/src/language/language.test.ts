import assert from 'node:assert/strict';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { actions } from '../testing/language-actions.ts';
import { languageCases } from '../testing/language-cases.ts';
import { analyseSnapshot, analyseTest, testDocument } from '../testing/language-document.ts';

const folder = new URL('testdata/', import.meta.url);
/** With VECTORGATE_TEST_UPDATE=1 what is expected is written anew, to be read before it is committed. */
const update = process.env.VECTORGATE_TEST_UPDATE === '1';

for (const name of readdirSync(folder).filter((file) => file.endsWith('.md'))) {
  const file = new URL(name, folder);
  const markdown = readFileSync(file, 'utf8');
  const cases = languageCases(markdown);
  describe(name.replace('.md', '').replaceAll('-', ' '), () => {
    test('every heading is a case', () => {
      assert.equal(cases.length, markdown.match(/^## /gm)?.length ?? 0);
    });
    const changes: [start: number, end: number, text: string][] = [];
    for (const { title, given, when, then, start, end } of cases) {
      test(title, () => {
        const [verb = '', ...argument] = when.split(' ');
        const action = actions[verb];
        assert.ok(action, `there is no action ${verb}`);
        const document = testDocument(given);
        const analyseIt = name.startsWith('snapshot-') ? analyseSnapshot : analyseTest;
        const found = `${action(analyseIt(document.text), document, argument.join(' '))}\n`.replace(
          /\n+$/,
          '\n',
        );
        if (update) changes.push([start, end, found]);
        else assert.equal(found, then);
      });
    }
    if (update) {
      test('write', () => {
        let text = markdown;
        for (const [start, end, found] of changes.reverse())
          text = text.slice(0, start) + found + text.slice(end);
        writeFileSync(file, text);
      });
    }
  });
}
