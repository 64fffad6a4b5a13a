import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inComment } from './in-comment.ts';

const cases: readonly (readonly [text: string, markdown: string])[] = [
  ['Ana Ruiz', 'Ana Ruiz'],
  ['@octocat', '@&#8203;octocat'],
  ['a|b', 'a\\|b'],
  ['#12 of #help', '\\#&#8203;12 of \\#help'],
  ['$(bug)', '&#36;(bug)'],
  ['![x](https://evil.example/x.png)', '!\\[x\\](https:&#8203;//evil.example/x.png)'],
  ['www.evil.example', 'www&#8203;.evil.example'],
  ['x_www.evil.example', 'x\\_www&#8203;.evil.example'],
  ['GH-12', 'GH-&#8203;12'],
  [':tada:', ':&#8203;tada:'],
  ['of 0123456789abcdef0123456789abcdef01234567', 'of 012345&#8203;6789abcdef0123456789abcdef01234567'],
  ['- one', '\\- one'],
  ['1. one', '1&#8203;. one'],
  ['<img src=x>', '\\<img src=x\\>'],
  ['a\n| b |\u202e', 'a\\\\u\\{a\\}\\| b \\|\\\\u\\{202e\\}'],
];

for (const [text, markdown] of cases)
  test(`${JSON.stringify(text)} is read as what it is`, () => assert.equal(inComment(text), markdown));
