import assert from 'node:assert/strict';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { actions } from '../testing/language-actions.ts';
import { around } from '../testing/language-around.ts';
import { languageCases } from '../testing/language-cases.ts';
import { analyseSnapshot, analyseTest, testDocument, testFile } from '../testing/language-document.ts';
import { writtenOut } from '../testing/written-out.ts';
import { allCodes } from './diagnose/all-codes.ts';
import { snapshotCodes } from './diagnose/codes.ts';
import { diagnose, fixesFor } from './index.ts';

const folder = new URL('testdata/', import.meta.url);
/** With VECTORGATE_TEST_UPDATE=1 what is expected is written anew, to be read before it is committed. */
const update = process.env.VECTORGATE_TEST_UPDATE === '1';

const told = new Set<string>();
const fixable = new Set<string>();
const fixed = new Set<string>();

for (const name of readdirSync(folder).filter((file) => file.endsWith('.md'))) {
  const file = new URL(name, folder);
  const markdown = readFileSync(file, 'utf8');
  const cases = languageCases(markdown);
  describe(name.replace('.md', '').replaceAll('-', ' '), () => {
    test('every heading is a case', () => {
      assert.equal(cases.length, markdown.match(/^## /gm)?.length ?? 0);
    });
    const changes: [start: number, end: number, text: string][] = [];
    for (const { title, around: words, given, beside, when, then, start, end } of cases) {
      test(title, () => {
        const [verb = '', ...argument] = when.split(' ');
        const action = actions[verb];
        assert.ok(action, `there is no action ${verb}`);
        assert.ok(words in around, `nobody knows ${words}`);
        const document = testDocument(writtenOut(given));
        const analyseIt = name.startsWith('snapshot-') ? analyseSnapshot : analyseTest;
        const analysis = analyseIt(document.text, {
          ...around[words],
          ...(beside.length > 0 && {
            files: beside.map(({ path, written }) => testFile(path, writtenOut(written))),
          }),
        });
        const found = `${action(analysis, document, argument.join(' '))}\n`.replace(/\n+$/, '\n');
        if (verb === 'fix') fixed.add(argument.join(' '));
        if (verb === 'diagnose')
          for (const one of diagnose(analysis)) {
            told.add(one.code);
            if (fixesFor(analysis, one).length > 0) fixable.add(one.code);
          }
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

/** Codes that no case here can show, and why. */
const noCase: Readonly<Record<string, string>> = {
  'file-too-large': 'a text of a million characters',
  'yaml-resource-exhaustion': 'brackets in brackets, 20,000 deep',
};

test('each code has a case, and each that can be mended a case of its fix', () => {
  const codes = [...allCodes, ...Object.keys(snapshotCodes)];
  assert.deepEqual(
    codes.filter((code) => !told.has(code)),
    Object.keys(noCase),
    'write a case "When diagnose" into testdata',
  );
  assert.deepEqual(
    codes.filter((code) => fixable.has(code) && !fixed.has(code)),
    [],
    'write a case "When fix CODE" into testdata',
  );
});
