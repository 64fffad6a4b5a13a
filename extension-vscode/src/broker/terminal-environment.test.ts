import assert from 'node:assert/strict';
import { delimiter } from 'node:path';
import { test } from 'node:test';
import { governTerminals, type TerminalVariables } from './terminal-environment.ts';

function recorded(): TerminalVariables & { readonly said: string[] } {
  const said: string[] = [];
  return {
    said,
    persistent: true,
    description: undefined,
    clear: () => void said.push('clear'),
    replace: (name, value) => void said.push(`${name}=${value}`),
    prepend: (name, value) => void said.push(`${name}=${value}+`),
  };
}
const wanted = { VECTORGATE_BROKER: '/s', VECTORGATE_BROKER_KEY: 'k', PYTHONPATH: '/shim' };

test('terminals without a PYTHONPATH get the shim alone, with no empty entry', () => {
  const terminals = recorded();
  governTerminals(terminals, wanted, '/shim', false);
  assert.deepEqual(terminals.said, [
    'clear',
    'VECTORGATE_BROKER=/s',
    'VECTORGATE_BROKER_KEY=k',
    'PYTHONPATH=/shim',
  ]);
  assert.equal(terminals.persistent, false);
});

test('those with one keep it behind the shim', () => {
  const terminals = recorded();
  governTerminals(terminals, wanted, '/shim', true);
  assert.equal(terminals.said.at(-1), `PYTHONPATH=/shim${delimiter}+`);
});
