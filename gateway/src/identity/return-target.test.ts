import assert from 'node:assert/strict';
import { test } from 'node:test';
import { unknownEditorPage } from './pages/unknown-editor-page.ts';
import { returnTarget } from './return-target.ts';

const origins = [
  'https://hub.example.com',
  'https://labs.example.com/user',
  'https://labs.example.com/team/',
  'vscodium://vectorgate.vectorgate',
];
const commit = 'a'.repeat(40);
const served = `stable-${commit}/callback?vscode-reqid=4&vscode-authority=vectorgate.vectorgate&vscode-path=%2Fcallback`;
const state = (url: string | Buffer): string =>
  `nonce-of-the-editor.${Buffer.from(url).toString('base64url')}`;

for (const url of [
  'http://127.0.0.1:8888/vectorgate/callback',
  'http://localhost:8888/user/ana/vectorgate/callback?x=1',
  'http://[::1]:8888/vectorgate/callback',
  'https://hub.example.com/user/ana/vectorgate/callback',
  'https://hub.example.com/vectorgate/callback',
  'https://labs.example.com/user/ana%40example.com/vectorgate/callback',
  'https://labs.example.com/team/red/vectorgate/callback',
  'vscode://vectorgate.vectorgate/callback',
  'vscode-insiders://vectorgate.vectorgate/callback?windowId=2',
  'vscodium://vectorgate.vectorgate/callback?windowId=_blank',
  `http://127.0.0.1:8080/${served}`,
  `https://labs.example.com/user/ana/${served}&vscode-scheme=code-oss`,
]) {
  test(`sends an editor back to ${url}`, () => {
    const target = returnTarget(state(url), origins);
    assert.ok(target.ok);
    assert.equal(target.url.href, new URL(url).href);
  });
}

/** Of another host, scheme or kind. */
const hosts = [
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
  'vscode://evil.vectorgate/callback',
  'vscode://vectorgate.vectorgate.evil/callback',
  'vscode://x@vectorgate.vectorgate/callback',
  'vscode://vectorgate.vectorgate:1/callback',
  'vscode://vectorgate.vectorgate/other',
  'vscode://vectorgate.vectorgate/callback/../other',
  'vscode://vectorgate.vectorgate/callback?windowId=2&x=1',
  'vscode://vectorgate.vectorgate/callback?code=1',
  'vscode:vectorgate.vectorgate/callback',
  'cursor://vectorgate.vectorgate/callback',
  'ms-msdt://vectorgate.vectorgate/callback',
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

/** Of an allowed host, at a path that is not an editor's callback page or lies elsewhere. */
const paths = [
  'http://127.0.0.1:8888/',
  'http://127.0.0.1:8888/callback',
  'http://localhost:8888/lab?next=/vectorgate/callback',
  'http://localhost:8888/vectorgate/callback/',
  'http://localhost:8888/vectorgate/callback/../x',
  'http://localhost:8888/vectorgate%2fcallback',
  'http://localhost:8888/xvectorgate/callback/more',
  'https://hub.example.com/user/mallory/files/page.html',
  'https://labs.example.com/vectorgate/callback',
  'https://labs.example.com/users/mallory/vectorgate/callback',
  'https://labs.example.com/user/../services/x/vectorgate/callback',
  'https://labs.example.com/user/%2e%2e/services/x/vectorgate/callback',
  'https://labs.example.com/user/..%2fservices/x/vectorgate/callback',
  'https://labs.example.com/user/..%5Cservices/x/vectorgate/callback',
  'https://labs.example.com/user/%252e%252e/services/x/vectorgate/callback',
  'https://labs.example.com/user/..;/services/x/vectorgate/callback',
  'https://labs.example.com/User/ana/vectorgate/callback',
  'https://labs.example.com:444/user/ana/vectorgate/callback',
  'http://labs.example.com/user/ana/vectorgate/callback',
  'https://labs.example.com/?/user/ana/vectorgate/callback',
  `https://labs.example.com/${served}`,
  `https://labs.example.com/user/ana/${served.replace('authority=vectorgate', 'authority=evil')}`,
  `https://labs.example.com/user/ana/${served.replace('2Fcallback', '2Fother')}`,
  `https://labs.example.com/user/ana/${served}&vscode-authority=evil.evil`,
  `https://labs.example.com/user/ana/${served}&vscode-query=x`,
  `https://labs.example.com/user/ana/${served.replace('reqid=4', 'reqid=')}`,
  `https://labs.example.com/user/ana/${served.replace(commit, 'abc')}`,
  `http://127.0.0.1:8080/${served.replace('/callback?', '/callback/x?')}`,
];

test('sends nobody anywhere else', () => {
  // Those hosts also with the path that is right, so that the host alone can refuse them.
  const atCallback = hosts.filter((url) => url.endsWith('/')).map((url) => `${url}vectorgate/callback`);
  const all = [...hosts, ...atCallback, ...paths];
  const passed = all.filter((url) => returnTarget(state(url), origins).ok);
  for (const broken of [
    '',
    '.',
    'nonce.',
    'nonce',
    `a.${Buffer.from('http://127.0.0.1/vectorgate/callback').toString('base64url')}`,
    `${state('http://127.0.0.1/vectorgate/callback')}=`,
    `${state('http://127.0.0.1/vectorgate/callback')}.x`,
    `nonce-of-the-editor.${Buffer.from('http://127.0.0.1/vectorgate/callback').toString('base64')}=`,
  ]) {
    if (returnTarget(broken, origins).ok) passed.push(broken);
  }
  console.log(`open redirects: ${all.length + 8} tried, ${passed.length} passed`);
  assert.deepEqual(passed, []);
});

test('a desktop editor whose scheme is not configured is named as the configuration would name it', () => {
  const cursor = 'cursor://vectorgate.vectorgate';
  const target = returnTarget(state(`${cursor}/callback?windowId=1`), origins);
  assert.ok(!target.ok);
  assert.deepEqual([target.origin, target.misses], [cursor, 'configuration']);
  assert.match(
    unknownEditorPage(target),
    /administrator adds cursor:\/\/vectorgate\.vectorgate to editorOrigins/,
  );
  assert.ok(returnTarget(state(`${cursor}/callback`), [cursor]).ok);
});

test('people are asked about where an editor is served from, not about its page', () => {
  const shown = (url: string) => {
    const target = returnTarget(state(url), origins);
    return target.ok ? target.shown : 'refused';
  };
  assert.equal(shown(`https://labs.example.com/user/ana/${served}`), 'https://labs.example.com/user/ana/');
  assert.equal(
    shown('https://hub.example.com/vectorgate/callback'),
    'https://hub.example.com/vectorgate/callback',
  );
  assert.equal(shown('vscode://vectorgate.vectorgate/callback'), 'vscode://vectorgate.vectorgate/callback');
});

test('names the origin that an administrator could allow, or says that the page takes no sign-ins', () => {
  assert.deepEqual(returnTarget(state('https://other.example.com/x'), origins), {
    ok: false,
    origin: 'https://other.example.com',
    misses: 'configuration',
  });
  assert.deepEqual(returnTarget(state('https://hub.example.com/user/ana/lab'), origins), {
    ok: false,
    origin: 'https://hub.example.com',
    misses: 'callback',
  });
});
