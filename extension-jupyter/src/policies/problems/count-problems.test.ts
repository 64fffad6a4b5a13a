import assert from 'node:assert/strict';
import { test } from 'node:test';
import { countProblems } from './count-problems.ts';
import type { PolicyReport } from './policy-problems.ts';

const report = (...severities: PolicyReport['told'][number]['severity'][]): PolicyReport => ({
  path: 'a.policy.yaml',
  told: severities.map((severity) => ({
    severity,
    code: 'x',
    message: 'x',
    remedy: 'x',
    start: 0,
    end: 1,
    line: 0,
    fixes: [],
  })),
});

test('errors and warnings are counted over all policies, and nothing else', () => {
  assert.equal(countProblems([report('error', 'hint', 'error'), report('warning')]), '2 errors, 1 warning');
  assert.equal(countProblems([report('warning', 'warning')]), '2 warnings');
  assert.equal(countProblems([report('hint', 'information')]), 'no problems');
  assert.equal(countProblems([]), 'no problems');
});
