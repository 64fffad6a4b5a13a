import assert from 'node:assert/strict';
import { test } from 'node:test';
import { testHeader } from '../../records/testing/test-header.ts';
import { cardLines } from './card-lines.ts';

const rule = (name: string) => ({ policy: 'p', rule: name, file: 'p.policy.yaml', line: 7 });

test('the first line names the rule that refused; permits and guards say what they did', () => {
  const lines = cardLines({
    header: testHeader({ outcome: 'refused' }),
    decision: {
      what: 'search refused',
      next: 'Ask.',
      operations: [
        {
          obligations: { masks: [{ fields: { paths: ['email'] }, method: 'redact', rule: rule('masked') }] },
          trace: [
            {
              rule: rule('masked'),
              effect: 'guard',
              match: 'yes',
              outcome: 'applied',
              text: 'Rule masked masks email.',
            },
            {
              rule: rule('reads'),
              effect: 'allow',
              match: 'yes',
              outcome: 'limit-exceeded',
              text: 'Rule reads does not apply.',
            },
            { rule: rule('other'), effect: 'deny', match: 'no', outcome: '', text: '' },
          ],
        },
      ],
    },
    operations: {
      operations: [{ returns: 'all', filter: { op: 'compare', field: 'a', test: 'eq', value: 1 } }],
    },
    withheld: [],
  });
  assert.equal(lines.first?.rule, 'reads');
  assert.deepEqual(lines.asked, ['top-k 10', 'filter a = 1', 'fields all']);
  assert.deepEqual(
    lines.rules.map(({ row, text, failed }) => [row, text, failed]),
    [
      ['guards', 'email redacted', false],
      ['permits', 'does not apply.', true],
    ],
  );
  assert.deepEqual([lines.why, lines.next], ['search refused', 'Ask.']);
});

test('without the decision’s part the header’s rules are named', () => {
  const header = testHeader();
  const lines = cardLines({
    header: { ...header, decision: { ...header.decision, rules: [{ policy: 'p', rule: 'r' }] } },
    withheld: [],
  });
  assert.deepEqual(
    lines.rules.map((one) => one.rule.rule),
    ['r'],
  );
  assert.equal(lines.first?.place, undefined);
});
