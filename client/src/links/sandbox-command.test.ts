import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sandboxCommand } from './sandbox-command.ts';

const session = '01JD8Z6Q4MX3V7H2K9RBT5WYCN';

test('a command ends where the program is to be written', () => {
  assert.equal(sandboxCommand(session), `vectorgate sessions sandbox ${session} -- `);
  assert.equal(
    sandboxCommand(session, 'https://gate.example:8443/path'),
    `vectorgate sessions sandbox ${session} --gateway https://gate.example:8443 -- `,
  );
});

test('what is no address of a gateway stays out of it', () => {
  for (const gateway of ['', 'gate', 'file:///etc', 'data:,$(id)'])
    assert.equal(sandboxCommand(session, gateway), `vectorgate sessions sandbox ${session} -- `, gateway);
});
