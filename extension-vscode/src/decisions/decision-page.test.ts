import assert from 'node:assert/strict';
import { test } from 'node:test';
import { absoluteTime } from '../words/relative-time.ts';
import { decisionPage, decisionTroublePage, effectWords } from './decision-page.ts';
import { readDecision } from './decision-view.ts';

const id = '01JD8Z6Q4MX3V7H2K9RBT5WYCN';
const rule = { policy: 'customer-insights', rule: 'analysts-read', file: 'customer.policy.yaml', line: 7 };
const record = {
  header: {
    id,
    session: '01JD8Z6Q4MX3V7H2K9RBT5WYCP',
    time: '2026-11-26T11:58:00Z',
    who: { issuer: 'people', subject: 'ana', name: 'Ana <b>Ruiz</b>' },
    connection: 'insights',
    operations: [
      {
        name: 'query',
        classes: ['search'],
        topK: 1000,
        records: 0,
        fieldsFiltered: ['product'],
        targets: [{ collection: { is: 'one', name: 'customer-cases' } }],
      },
    ],
    decision: {
      effect: 'deny',
      code: 'limit-exceeded',
      mode: 'enforce',
      rules: [rule],
      revision: { digest: 'abc' },
    },
    masked: [],
    changes: [],
    outcome: 'refused',
  },
  decision: {
    what: 'search refused: n_results 1000 is above your limit of 50.',
    next: 'Ask #data-governance.',
    operations: [
      {
        trace: [
          { rule, effect: 'allow', match: 'yes', outcome: 'limit-exceeded', text: 'top-k 50 at most' },
          { rule: { ...rule, rule: 'other' }, effect: 'allow', match: 'no', outcome: 'no-match', text: '' },
        ],
      },
    ],
  },
};

test('a decision says effect, what, why, what next, and the rules that mattered', () => {
  const decision = readDecision(record);
  assert.deepEqual(effectWords(decision), { sign: '⊘', word: 'refused', kind: 'deny' });
  assert.deepEqual(decision.asked, ['top-k 1000', 'filter on product']);
  assert.deepEqual(
    decision.rules.map(({ rule: name, file, line }) => [name, file, line]),
    [['analysts-read', 'customer.policy.yaml', 7]],
  );
  const page = decisionPage(decision, 'n');
  for (const part of [
    /Search refused: n_results 1000/,
    /Ask #data-governance/,
    new RegExp(`<dt>when</dt><dd>${absoluteTime(Date.parse(record.header.time))}</dd>`),
    /customer\.policy\.yaml:7/,
  ])
    assert.match(page, part);
  assert.match(
    page,
    new RegExp(
      `command:vectorgate.openSession\\?${encodeURIComponent(`["${record.header.session}","${id}"]`)}`,
    ),
  );
  assert.match(page, new RegExp(`command:vectorgate.copyDecisionId\\?${encodeURIComponent(`["${id}"]`)}`));
});

test('what a gateway calls things is text, and nothing runs', () => {
  const page = decisionPage(readDecision(record), 'n');
  assert.doesNotMatch(page, /<b>Ruiz/);
  assert.doesNotMatch(page, /<script/);
  assert.match(page, /default-src 'none'; style-src 'nonce-n'/);
  assert.doesNotMatch(decisionTroublePage('<img>', '', 'n'), /<img>/);
  const name = `a${String.fromCharCode(0x202e, 0x1b)}[31m\n${'b'.repeat(100_000)}`;
  const [operation] = record.header.operations;
  const named = { ...operation, targets: [{ collection: { is: 'one', name } }], fieldsFiltered: [name] };
  const hostile = decisionPage(readDecision({ header: { ...record.header, operations: [named] } }), 'n');
  assert.match(hostile, /search a⟨RLO⟩⟨ESC⟩\[31m b/);
  assert.doesNotMatch(hostile, /(?!\n)[\p{Cc}\p{Cf}]/u);
  assert.ok(hostile.length < 20_000, `${hostile.length} characters`);
});

test('who may not read policy sees the rule without file and line', () => {
  const bare = { policy: rule.policy, rule: rule.rule };
  const header = { ...record.header, decision: { ...record.header.decision, rules: [bare] } };
  const page = decisionPage(readDecision({ header, decision: null }), 'n');
  assert.match(page, /analysts-read/);
  assert.doesNotMatch(page, /openPolicy/);
});

test('each effect has a sign and a word', () => {
  const decision = readDecision(record);
  const words = [
    { ...decision, refused: false, effect: 'allow' as const },
    { ...decision, refused: false, effect: 'allow' as const, masked: ['email'] },
    { ...decision, effect: 'require-approval' as const },
    { ...decision, monitored: true },
  ].map((one) => effectWords(one).sign);
  assert.deepEqual(words, ['✓', '▒', '⏳', '◌']);
});
