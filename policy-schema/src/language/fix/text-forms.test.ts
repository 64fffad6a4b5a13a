import assert from 'node:assert/strict';
import { test } from 'node:test';
import { analyseTest, testDocument, testNow } from '../../testing/language-document.ts';
import { analyse, applyChanges, diagnose, fixesFor, format, TextLines } from '../index.ts';

const rules = '- id: a\n  effect: allow\n  principals: { groups: [analysts] }\n  operations: [search]\n';

test('carriage returns: places are exact, and what is added ends its lines alike', () => {
  const text = testDocument(rules).text.replaceAll('\n', '\r\n');
  const analysis = analyseTest(text);
  const missing = diagnose(analysis).find(({ code }) => code === 'missing-key')!;
  assert.equal(text.slice(missing.start, missing.end), 'id');
  const [fix] = fixesFor(analysis, missing);
  const mended = applyChanges(text, fix!.changes);
  assert.doesNotMatch(mended, /[^\r]\n/);
  assert.ok(!diagnose(analyseTest(mended)).some(({ code }) => code === 'missing-key'));
  const formatted = format('a.policy.yaml', mended);
  assert.ok(formatted.ok);
  assert.doesNotMatch(formatted.text, /[^\r]\n/);
});

test('a byte order mark moves no place', () => {
  const text = `\ufeff${testDocument(rules).text}`;
  const [first] = diagnose(analyseTest(text));
  assert.equal(text.slice(first!.start, first!.end), 'id');
});

test('lines end as editors count them', () => {
  const lines = new TextLines('a\rb\r\nc\nd');
  assert.deepEqual(
    [0, 1, 2, 5, 7].map((offset) => lines.positionAt(offset)),
    [
      { line: 0, character: 0 },
      { line: 0, character: 1 },
      { line: 1, character: 0 },
      { line: 2, character: 0 },
      { line: 3, character: 0 },
    ],
  );
  for (let offset = 0; offset <= 8; offset++) {
    // Between a carriage return and its line feed there is no place.
    if (offset !== 4) assert.equal(lines.offsetAt(lines.positionAt(offset)), offset);
  }
});

test('a file of JSON stays JSON', () => {
  const text = JSON.stringify(
    {
      apiVersion: 'vectorgate/v1',
      kind: 'Policy',
      metadata: { name: 'j', contact: '#help' },
      spec: {
        rules: [
          { id: 'a', efect: 'deny' },
          { id: 'b', effect: 'guard', operations: ['serch'] },
        ],
      },
    },
    undefined,
    2,
  );
  const analysis = analyse({ path: 'j.policy.json', text }, { now: testNow });
  let fixed = 0;
  for (const diagnostic of diagnose(analysis)) {
    for (const { changes } of fixesFor(analysis, diagnostic)) {
      JSON.parse(applyChanges(text, changes));
      fixed++;
    }
  }
  assert.ok(fixed >= 2);
});
