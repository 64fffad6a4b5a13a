import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RequiredFilter } from '@vectorgate/policy-schema';
import type { HttpRequest } from '../../../../engines/http/http-message.ts';
import { writeCondition } from '../../write-filter.ts';
import { questionMessage } from './question-message.ts';
import { readRequestTwin } from './read-request-twin.ts';

const question = (method: string, path: readonly string[], json = ''): HttpRequest => ({
  method,
  path,
  query: [],
  headers: { accept: 'application/json', ...(json !== '' && { 'content-type': 'application/json' }) },
  body: Buffer.from(json),
});

test('what judges ask is asked of the same thing over gRPC', () => {
  assert.equal(questionMessage(question('GET', [])).method.method, 'HealthCheck');
  assert.equal(questionMessage(question('GET', ['aliases'])).method.method, 'ListAliases');
  const filter: RequiredFilter = {
    op: 'and',
    of: [
      { op: 'compare', field: 'tenant', test: 'in', value: ['acme', 1, 0.5] },
      { op: 'compare', field: 'open', test: 'eq', value: true },
    ],
  };
  const ids = '[1,"0f1e2d3c-4b5a-4978-8675-645342312010",18446744073709551615]';
  const json = `{"filter":{"must":[${writeCondition(filter)},{"has_id":${ids}}]},"exact":true}`;
  const { method, message } = questionMessage(
    question('POST', ['collections', 'c', 'points', 'count'], json),
  );
  assert.equal(method.method, 'Count');
  const said = readRequestTwin(method, message).request;
  assert.deepEqual(said.path, ['collections', 'c', 'points', 'count']);
  assert.equal(Buffer.from(said.body).toString(), json);
});

test('nothing else is asked', () => {
  for (const other of [
    question('GET', ['collections']),
    question('POST', ['aliases']),
    question('POST', ['collections', 'c', 'points', 'count'], '{}'),
    question('POST', ['collections', 'c', 'points', 'count'], '{"filter":{},"exact":true,"more":1}'),
    question('POST', ['collections', 'c', 'x', 'count'], '{"filter":{"must":[]},"exact":true}'),
  ])
    assert.throws(() => questionMessage(other), { code: 'edit-lost' });
});
