import assert from 'node:assert/strict';
import { test } from 'node:test';
import { testNow } from '../../testing/language-document.ts';
import { analyse, applyChanges, diagnose, fixesFor } from '../index.ts';

/** A JSON policy after the first fix of a code. */
function mended(text: string, code: string): string {
  const analysis = analyse({ path: 'reads.policy.json', text }, { files: [], now: testNow });
  const diagnostic = diagnose(analysis).find((one) => one.code === code);
  assert.ok(diagnostic, `no ${code}`);
  const [fix] = fixesFor(analysis, diagnostic);
  assert.ok(fix, 'no fix');
  return applyChanges(text, fix.changes);
}

const policy = (rule: object): string =>
  JSON.stringify({
    apiVersion: 'vectorgate/v1',
    kind: 'Policy',
    metadata: { name: 'reads', contact: '#help' },
    spec: { rules: [{ id: 'a', effect: 'deny', ...rule }] },
  });

test('a condition becomes a key in JSON', () => {
  const when = 'target.collection.startsWith("a-") && identity.subject != "x"';
  assert.deepEqual(
    JSON.parse(mended(policy({ resources: { connections: ['c'] }, when }), 'condition-could-be-key')),
    JSON.parse(
      policy({
        resources: { connections: ['c'], collections: ['a-*'] },
        when: 'identity.subject != "x"',
      }),
    ),
  );
  assert.equal(
    mended(policy({ when: 'connection == "c"' }), 'condition-could-be-key'),
    policy({}).replace('"deny"', '"deny","resources": { "connections": ["c"] }'),
  );
});

test('an empty file of JSON begins as JSON', () => {
  assert.deepEqual(JSON.parse(mended('', 'document-empty')), {
    apiVersion: 'vectorgate/v1',
    kind: 'Policy',
    metadata: { name: 'reads' },
    spec: { rules: [] },
  });
});
