import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { codeSpan } from './code-span.ts';

/** A code span as CommonMark reads it, which is all of a text; undefined where something stands beside it. */
function read(markdown: string): string | undefined {
  const fence = /^`+/.exec(markdown)?.[0] ?? '';
  const ends = [...markdown.slice(fence.length).matchAll(/`+/g)].filter(([run]) => run === fence);
  const [end] = ends;
  if (fence === '' || end === undefined || end.index + 2 * fence.length !== markdown.length) return undefined;
  const inner = markdown.slice(fence.length, -fence.length);
  return /^ .*[^ ].* $/.test(inner) ? inner.slice(1, -1) : inner;
}

const cases: readonly (readonly [name: string, markdown: string])[] = [
  ['email', '`email`'],
  ['a`b', '``a`b``'],
  ['`![](https://evil/x.png)`', '`` `![](https://evil/x.png)` ``'],
  ['```', '```` ``` ````'],
  [' a ', '`  a  `'],
  ['a\n\n# b\r\u2028\u202e', '`a��# b���`'],
  ['', '` `'],
];

for (const [name, markdown] of cases)
  test(`${JSON.stringify(name)} stays one code span`, () => assert.equal(codeSpan(name), markdown));

test('whatever a name is, it is read as what it is, and nothing else is', () => {
  const unit = fc.constantFrom('`', ' ', 'a', '!', '[', ']', '(', '\\', '*');
  fc.assert(
    fc.property(fc.string({ unit, minLength: 1 }), (name) => {
      const inner = read(codeSpan(name));
      // Of nothing but blanks none is taken off.
      assert.equal(name.trim() === '' ? inner?.trim() : inner, name.trim() === '' ? '' : name);
    }),
  );
});
