import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bundleType, canaryType } from '@vectorgate/policy-schema/bundle';
import { publishingOf } from './publishing-of.ts';

const inForce = { revision: 1, digest: '', files: [] };

test('who would run policies beside those in force where nobody publishes is told what does it there', () => {
  for (const [followsGit, type, message, next] of [
    [true, canaryType, /second branch, which policy\.git\.canary .* names/, /^Push to that branch/],
    [false, canaryType, /nobody publishes to this gateway/, /vectorgate policy replay.*mode: monitor/],
    [true, bundleType, /^Nobody publishes/, /vectorgate policy status/],
  ] as const)
    assert.throws(() => publishingOf({ ...inForce, followsGit }, type), { code: 'refused', message, next });
  const publishing = { signatures: 'required', gateway: 'g' } as const;
  assert.equal(publishingOf({ ...inForce, followsGit: false, publishing }, canaryType), publishing);
});
