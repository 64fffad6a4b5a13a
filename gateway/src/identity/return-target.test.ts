import assert from 'node:assert/strict';
import { test } from 'node:test';
import { returnTarget } from './return-target.ts';

const origins = ['https://hub.example.com'];
const state = (url: string | Buffer): string =>
  `nonce-of-the-editor.${Buffer.from(url).toString('base64url')}`;

for (const url of [
  'http://127.0.0.1:8888/lab/vectorgate/return',
  'http://localhost:8888/user/ana/vectorgate?x=1',
  'http://[::1]:8888/',
  'https://hub.example.com/user/ana/vectorgate',
]) {
  test(`sends an editor back to ${url}`, () => {
    const target = returnTarget(state(url), origins);
    assert.ok(target.ok);
    assert.equal(target.url.href, new URL(url).href);
  });
}

const attempts = [
  'https://evil.example/',
  'http://evil.example/',
  'http://127.0.0.1.evil.example/',
  'http://127.0.0.1@evil.example/',
  'http://evil.example@127.0.0.1/',
  'http://127.0.0.1:80:evil.example/',
  'http://localhost.evil.example/',
  'http://localhost./',
  'http://localhost\\@evil.example/',
  'http:\\\\evil.example/',
  '//evil.example/',
  '/\\evil.example/',
  'https://127.0.0.1/',
  'https://hub.example.com.evil.example/',
  'https://hub.example.com@evil.example/',
  'https://hub.example.com:8443/',
  'http://hub.example.com/',
  'https://HUB.example.com.evil.example/',
  'https://xhub.example.com/',
  'https://hub.example.com\u3002evil.example/',
  'https://hub.example.com/#x',
  'javascript:alert(1)',
  'data:text/html,x',
  'file:///etc/passwd',
  'vscode://evil/callback',
  'blob:http://127.0.0.1/x',
  ' http://127.0.0.1/',
  'http://127.0.0.1/\r\nset-cookie: a=b',
  'http://127.0.0.1/\0',
  'http://\u202e127.0.0.1/',
  'http://0.0.0.0/',
  'http://127.0.0.2/',
  '',
  'not an address',
];

test('sends nobody anywhere else', () => {
  const passed = attempts.filter((url) => returnTarget(state(url), origins).ok);
  for (const broken of [
    '',
    '.',
    'nonce.',
    'nonce',
    `a.${Buffer.from('http://127.0.0.1/').toString('base64url')}`,
    `${state('http://127.0.0.1/')}=`,
    `${state('http://127.0.0.1/')}.x`,
    `nonce-of-the-editor.${Buffer.from('http://127.0.0.1/').toString('base64')}=`,
  ]) {
    if (returnTarget(broken, origins).ok) passed.push(broken);
  }
  console.log(`open redirects: ${attempts.length + 8} tried, ${passed.length} passed`);
  assert.deepEqual(passed, []);
});

test('names the origin that an administrator could allow', () => {
  assert.deepEqual(returnTarget(state('https://other.example.com/x'), origins), {
    ok: false,
    origin: 'https://other.example.com',
  });
});
