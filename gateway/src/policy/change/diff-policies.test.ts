import assert from 'node:assert/strict';
import { test } from 'node:test';
import { policyEnvironment } from '../policy-environment.ts';
import { diffPolicies } from './diff-policies.ts';

const environment = policyEnvironment({ connections: [], issuers: [] });

test('what a change does is told, unless it is ended: then it is not known', async () => {
  assert.equal((await diffPolicies([], [], environment, new AbortController().signal))?.widens, false);
  const ending = new AbortController();
  const ended = diffPolicies([], [], environment, ending.signal);
  ending.abort();
  assert.equal(await ended, undefined);
  assert.equal(await diffPolicies([], [], environment, ending.signal), undefined);
});
