import assert from 'node:assert/strict';
import { test } from 'node:test';
import { askedNumbers, askedText } from './asked-text.ts';
import { testHeader } from './testing/test-header.ts';

test('what was asked stands in one line', () => {
  const header = testHeader();
  const [operation] = header.operations;
  assert.equal(askedText(header), 'search customer-cases');
  assert.deepEqual(askedNumbers(header), ['top-k 10']);
  assert.equal(askedText({ operations: [] }), 'request that was not understood');
  assert.equal(
    askedText({
      operations: [operation!, { ...operation!, classes: ['meta'], name: 'heartbeat', targets: [] }],
    }),
    'search customer-cases; heartbeat',
  );
  assert.deepEqual(
    askedNumbers({
      operations: [{ ...operation!, page: 100, records: 2, fieldsFiltered: ['product', 'tenant'] }],
    }),
    ['top-k 10', 'page 100', '2 items', 'filter on product, tenant'],
  );
});
