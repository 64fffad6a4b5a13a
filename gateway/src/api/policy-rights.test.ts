import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Caller } from './caller.ts';
import { canaryPublishersOnly } from './policy-rights.ts';

const git = { repository: 'p.git', branch: 'main', path: '', everySeconds: 60, allowForced: false };
const publishers = { groups: ['data-owners'], services: [], keys: [] };
const caller = (policyPublisher: boolean): Caller => ({ policyPublisher }) as Caller;

test('who would start or end a canary is told what does it on this gateway, or whom to ask', () => {
  const signatures = 'required';
  for (const [policy, message, next] of [
    [{ signatures, git }, /second branch, which policy\.git\.canary .* names/, /^Push to that branch/],
    [{ signatures }, /nobody publishes to this gateway/, /mode: monitor/],
    [{ signatures, publishers }, /^Only publishers/, /policy\.publishers/],
  ] as const)
    assert.throws(() => canaryPublishersOnly({ policy })(caller(false)), {
      code: 'policy-publishers-only',
      message,
      next,
    });
  canaryPublishersOnly({ policy: { signatures, publishers } })(caller(true));
});
