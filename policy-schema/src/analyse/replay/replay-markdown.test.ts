import assert from 'node:assert/strict';
import { test } from 'node:test';
import { replayMarkdown } from './replay-markdown.ts';
import type { ReplayChange, ReplayReport } from './replay-tally.ts';

const time = Date.parse('2026-11-21T12:00:00Z');
const change: ReplayChange = {
  kind: 'refused',
  what: 'no-permit',
  rule: { policy: 'insights', rule: 'wide_read', file: 'a_b.policy.yaml', line: 6, side: 'base' },
  requests: 2_100,
  who: [],
  people: 3,
  first: time,
  last: time,
  examples: [{ record: 'r1|', session: 's1', time, who: 'Ana' }],
};
const report: ReplayReport = {
  requests: 5_000,
  differing: 2_107,
  first: time,
  last: time,
  changes: [change],
  unsure: {},
  more: 7,
  cancelled: true,
};
const { rule: _, ...withoutRule } = change;
const rows = (markdown: string): string[] =>
  markdown.split('\n').filter((line) => /^\| [^-r]|^\| \[/.test(line));

test('rules and records lead where a host can show them, else they are named; nobody is told who may not be', () => {
  const linked = replayMarkdown(report, {
    title: 'A *draft*',
    linkToRule: ({ file, line }) => `https://git.example/${file}#L${line}`,
    linkToRecord: (record, session) => `https://gate.example/${session}/${encodeURIComponent(record)}`,
    notes: ['By hand.'],
  });
  assert.match(linked, /^## A \\\*draft\\\*\n/);
  assert.deepEqual(rows(linked), [
    '| [wide\\_read (removed)](https://git.example/a_b.policy.yaml#L6) | **newly refused** no-permit | 2,100 | 3 people | [r1\\|](https://gate.example/s1/r1%7C) |',
  ]);
  assert.match(linked, /\n- By hand\.\n- 7 more would have been otherwise, of which not all is told/);
  assert.match(linked, /\*\*Of 5,000 requests from .* UTC \(stopped before the end\), 2,107 would/);
  assert.deepEqual(rows(replayMarkdown({ ...report, changes: [change, withoutRule] })), [
    '| wide\\_read (removed), a\\_b.policy.yaml:6 | **newly refused** no-permit | 2,100 | 3 people | r1\\| |',
    '| no rule | **newly refused** no-permit | 2,100 | 3 people | r1\\| |',
  ]);
});

test('where nothing would have been otherwise there is no table', () => {
  const none = replayMarkdown({ ...report, requests: 0, differing: 0, changes: [], more: 0 });
  assert.match(none, /^\*\*Nothing was recorded that could be decided again\.\*\*$/m);
  assert.doesNotMatch(none, /\|/);
});

test('whoever is told of by a name of their own making calls nobody by it, and breaks no table', () => {
  const who = [
    { issuer: 'people', subject: 'x', name: '@octocat | #12 $(bug) https://evil.example', requests: 1 },
  ];
  const [told] = rows(replayMarkdown({ ...report, changes: [{ ...change, who, people: 1 }] }));
  assert.match(
    told ?? '',
    / \| @&#8203;octocat \\\| \\#&#8203;12 &#36;\(bug\) https:&#8203;\/\/evil\.example \| r1\\\| \|$/,
  );
});
