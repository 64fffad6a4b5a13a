import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isScalar, parseDocument } from 'yaml';
import { scalarOffsets } from './scalar-offsets.ts';

const forms: readonly [name: string, yaml: string][] = [
  ['plain', 'k: one two three\n'],
  ['plain over lines', 'k: one\n  two\n    three\n'],
  ['single quotes', "k: 'one ''two'' three'\n"],
  ['double quotes', 'k: "one \\"two\\" \\u0041 \\x41 three"\n'],
  ['double quotes over lines', 'k: "one\n  two\n  three"\n'],
  ['literal', 'k: |\n  one\n    two\n\n  three\n'],
  ['literal that begins indented', 'k: |2\n    one\n  two\n  three\n'],
  ['folded', 'k: >-\n  one\n  two\n\n  three\n'],
  ['carriage returns', 'k: |\r\n  one\r\n  two three\r\n'],
];

for (const [name, yaml] of forms) {
  test(`offsets in a scalar: ${name}`, () => {
    const node = parseDocument(yaml).getIn(['k'], true);
    assert.ok(isScalar(node));
    const value = String(node.value);
    const offsets = scalarOffsets(yaml, node);
    assert.equal(offsets.length, value.length + 1);
    for (const word of ['one', 'two', 'three']) {
      const at = offsets[value.indexOf(word)]!;
      assert.equal(yaml.slice(at, at + word.length), word);
    }
    assert.deepEqual(
      [...offsets].sort((a, b) => a - b),
      offsets,
    );
  });
}
