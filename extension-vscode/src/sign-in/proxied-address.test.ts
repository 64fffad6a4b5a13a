import assert from 'node:assert/strict';
import { test } from 'node:test';
import { proxiedAddress } from './proxied-address.ts';

test('an editor that leads loopback addresses through itself is told, with its remedy', () => {
  const problem = proxiedAddress(
    'http://127.0.0.1:8701/oauth/auth?client_id=x',
    'https://code.example.com/user/ana/proxy/8701/oauth/auth?client_id=x',
  );
  assert.match(
    problem?.message ?? '',
    /cannot sign in at http:\/\/127\.0\.0\.1:8701: this editor leads it to https:\/\/code\.example\.com\/user\/ana\/proxy\/8701 instead\.$/,
  );
  assert.match(problem?.next ?? '', /VSCODE_PROXY_URI=http:\/\/127\.0\.0\.1:8701 set\./);
  // No query: it holds the state of the sign-in.
  assert.doesNotMatch(`${problem?.message} ${problem?.next}`, /client_id/);
});

test('an address that stays what it is stands in nobody’s way', () => {
  assert.equal(proxiedAddress('http://127.0.0.1:8701/a?b=1', 'http://127.0.0.1:8701/a?b=1'), undefined);
  assert.equal(proxiedAddress('https://gate.example/a', 'https://gate.example/a'), undefined);
});
