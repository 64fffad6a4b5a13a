import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { Check } from 'typebox/schema';
import { isMap, parseAllDocuments, parseDocument } from 'yaml';
import { emitSchema } from '../schema/emit-schema.ts';
import { testEnvironment as environment } from '../testing/load-rules.ts';
import { runs } from '../testing/runs.ts';
import { loadPolicies } from './load-policies.ts';
import type { PolicyProblem } from './problem.ts';

const folder = new URL('../../testdata/schema/', import.meta.url);
const read = (name: string): string => readFileSync(new URL(name, folder), 'utf8');
const files = (kind: string): string[] =>
  readdirSync(new URL(`${kind}/`, folder))
    .filter((name) => !name.endsWith('.problems'))
    .sort();

/** A problem as the golden files hold it: place, code, the text it points at, message, remedy. */
const golden = (
  text: string,
  { line, column, endLine, endColumn, code, message, remedy }: PolicyProblem,
): string => {
  const pointed =
    text.split('\n')[line - 1]?.slice(column - 1, line === endLine ? endColumn - 1 : undefined) ?? '';
  return `${line}:${column}-${endLine}:${endColumn} ${code} «${pointed}»\n  ${message}\n  ${remedy}\n`;
};

describe('valid examples load, and the JSON Schema agrees', () => {
  for (const name of files('valid')) {
    test(name, () => {
      const text = read(`valid/${name}`);
      const loaded = loadPolicies({ files: [{ path: name, text }], environment });
      assert.deepEqual(loaded.ok ? [] : loaded.problems, []);
      for (const document of parseAllDocuments(text))
        assert.ok(Check(emitSchema(), 'toJS' in document ? document.toJS() : undefined));
    });
  }
});

describe('invalid examples give their diagnostics', () => {
  for (const name of files('invalid')) {
    test(name, () => {
      const text = read(`invalid/${name}`);
      const loaded = loadPolicies({ files: [{ path: name, text }], environment });
      assert.ok(!loaded.ok);
      for (const { file, severity } of loaded.problems) assert.deepEqual([file, severity], [name, 'error']);
      assert.equal(
        loaded.problems.map((problem) => golden(text, problem)).join(''),
        read(`invalid/${name}.problems`),
      );
    });
  }
});

/** Codes that only our own check has: the schema cannot say them. */
const shapeCodes = new Set([
  'unknown-key',
  'unknown-word',
  'wrong-type',
  'missing-key',
  'number-out-of-range',
  'wrong-form',
  'text-empty',
  'text-too-long',
  'map-empty',
  'list-too-short',
  'list-too-long',
  'repeated-entry',
  'key-not-for-effect',
  'rate-in-permit',
  'expires-not-permit',
  'grants-unsupported',
  'pattern-unsupported',
]);

test('our check of the shape and the JSON Schema agree on broken documents', () => {
  const base = read('valid/every-keyword.policy.yaml');
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
    'redact',
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
      const document = parseDocument(base);
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
      const loaded = loadPolicies({ files: [{ path: 'p.policy.yaml', text }] });
      const shaped = loaded.ok || !loaded.problems.some(({ code }) => shapeCodes.has(code));
      // A day that no month has, and a name that the file itself repeats, are of the right form for the schema.
      const others = loaded.ok ? [] : loaded.problems.filter(({ code }) => !shapeCodes.has(code));
      if (others.length > 0 && shaped) return;
      seen[shaped ? 'whole' : 'broken']++;
      assert.equal(
        Check(emitSchema(), parseDocument(text).toJS()),
        shaped,
        `${path.join('.')} ${change} ${JSON.stringify(value)}\n${JSON.stringify(loaded)}`,
      );
    }),
    { numRuns: runs(120) },
  );
  assert.ok(seen.broken > 10 && seen.whole > 10, JSON.stringify(seen));
});
