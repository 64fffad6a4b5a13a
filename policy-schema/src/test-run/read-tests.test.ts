import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import fc from 'fast-check';
import { Check } from 'typebox/schema';
import { isMap, parseDocument } from 'yaml';
import { emitSchema } from '../schema/emit-schema.ts';
import { mutateText, seeded } from '../testing/mutate-text.ts';
import { runs } from '../testing/runs.ts';
import { completeTests } from './language/complete-tests.ts';
import { prepareTests } from './prepare-tests.ts';
import { readTests } from './read-tests.ts';

const file = new URL(
  '../../testdata/policy-tests/folder/policies/every-keyword.policy-test.yaml',
  import.meta.url,
);
const every = readFileSync(file, 'utf8');
const schema = emitSchema('policy-test');

test('our check of the shape and the JSON Schema agree on broken documents', () => {
  assert.ok(Check(schema, parseDocument(every).toJS()));
  const seen = { broken: 0, whole: 0 };
  const junk = fc.constantFrom<unknown>(
    null,
    'x',
    '',
    3,
    0,
    true,
    [],
    ['x'],
    {},
    { x: 1 },
    'allow',
    'none',
    '60/min',
    1.5,
  );
  const step = fc.record({
    place: fc.nat(),
    change: fc.constantFrom('replace', 'remove', 'add'),
    value: junk,
  });
  fc.assert(
    fc.property(step, ({ place, change, value }) => {
      const document = parseDocument(every);
      const paths: (string | number)[][] = [];
      const walk = (node: unknown, path: (string | number)[]): void => {
        if (path.length > 0) paths.push(path);
        if (typeof node !== 'object' || node === null) return;
        for (const [key, inner] of Object.entries(node))
          walk(inner, [...path, Array.isArray(node) ? Number(key) : key]);
      };
      walk(document.toJS(), []);
      const path = paths[place % paths.length]!;
      if (change === 'replace') document.setIn(path, document.createNode(value));
      else if (change === 'remove') document.deleteIn(path);
      else if (isMap(document.getIn(path))) document.setIn([...path, 'xx'], document.createNode(value));
      const text = document.toString();
      const { problems } = readTests({ path: 'a.policy-test.yaml', text });
      seen[problems.length === 0 ? 'whole' : 'broken']++;
      assert.equal(
        Check(schema, parseDocument(text).toJS()),
        problems.length === 0,
        `${path.join('.')} ${change} ${JSON.stringify(value)}\n${JSON.stringify(problems)}`,
      );
    }),
    { numRuns: runs(80) },
  );
  assert.ok(seen.broken > 10 && seen.whole > 10, JSON.stringify(seen));
});

test('whatever a file holds, it is read, checked and completed without a crash, with places inside of it', () => {
  for (let seed = 0; seed < runs(60); seed++) {
    const random = seeded(seed);
    const text = mutateText(every, random);
    const prepared = prepareTests({ path: 'a.policy-test.yaml', text }, { places: [] });
    for (const { start, end, message, remedy } of prepared.problems) {
      assert.ok(start >= 0 && end >= start && end <= text.length + 1, `${seed}: ${message}`);
      assert.match(`${message} ${remedy}`, /[.?]$/);
    }
    completeTests(prepared, Math.floor(random() * (text.length + 1)), { places: [] });
  }
});
