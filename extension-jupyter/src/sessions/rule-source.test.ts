import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type RuleSourceParts, ruleSource } from './rule-source.ts';

const files = [
  { path: 'team/a.policy.yaml', text: 'team' },
  { path: 'a.policy.yaml', text: 'in force' },
];
const parts: RuleSourceParts = {
  find: async () => undefined,
  reads: true,
  inForce: async () => ({ files }),
};

test('the file of this folder goes before the gateway’s, which is not asked then', async () => {
  const inForce = () => assert.fail('asked');
  assert.deepEqual(
    await ruleSource('a.policy.yaml', { ...parts, find: async (file) => `x/${file}`, inForce }),
    {
      is: 'here',
      path: 'x/a.policy.yaml',
    },
  );
});

test('what is not here is read as the gateway has it in force, by its own name alone', async () => {
  assert.deepEqual(await ruleSource('./a.policy.yaml', parts), {
    is: 'in-force',
    path: 'a.policy.yaml',
    text: 'in force',
  });
  assert.deepEqual(await ruleSource('b.policy.yaml', parts), { is: 'nowhere' });
  assert.deepEqual(await ruleSource('a.policy.yaml', { ...parts, inForce: async () => ({}) }), {
    is: 'nowhere',
  });
});

test('who may not read policies is not shown them, and the gateway is not asked', async () => {
  const inForce = () => assert.fail('asked');
  assert.deepEqual(await ruleSource('a.policy.yaml', { ...parts, reads: false, inForce }), {
    is: 'nowhere',
  });
});
