import assert from 'node:assert/strict';
import { test } from 'node:test';
import { flowsFor } from './choose-flow.ts';

test('the ladder is climbed from the top, and holds only what this window and its gateway can do', () => {
  assert.deepEqual(flowsFor({ editorReturn: true, deviceCode: true, local: true }), [
    'uri-handler',
    'loopback',
    'device-code',
  ]);
  assert.deepEqual(flowsFor({ editorReturn: true, deviceCode: false, local: false }), ['uri-handler']);
  assert.deepEqual(flowsFor({ editorReturn: false, deviceCode: false, local: false }), []);
});
