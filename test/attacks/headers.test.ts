import { after, before, test } from 'node:test';
import { knownAs } from '../harness/world.ts';
import { type Attack, tryAll } from './attack-table.ts';
import { type AttackWorld, assertOpen, startAttackWorld, storeKey } from './attack-world.ts';
import { sendRaw } from './raw-http.ts';

let world: AttackWorld;
before(async () => {
  world = await startAttackWorld();
});
after(() => world?.close());

const body = '{"ids":["CASE-0001"],"include":["documents"]}';
const callersKey = 'the-callers-own-key';

/** Names that may stand before the store: what the gate writes itself. */
const allowed = new Set([
  'host',
  'connection',
  'content-type',
  'content-length',
  'accept',
  'accept-encoding',
  'x-chroma-token',
]);

/** Each is a line or more put into an otherwise good request. */
const lines: readonly (readonly [string, string])[] = [
  ['Expect: 100-continue before everything', 'Expect: 100-continue'],
  ['Expect with a word of its own', 'Expect: 200-ok'],
  ['Expect twice', 'Expect: 100-continue\r\nExpect: 100-continue'],
  ['Connection names our token', 'Connection: keep-alive, vectorgate-token'],
  ['Connection names the store’s header', 'Connection: x-chroma-token'],
  ['Connection: close with the credential', 'Connection: close, x-chroma-token, authorization'],
  ['Proxy-Connection', 'Proxy-Connection: x-chroma-token'],
  ['the caller’s own store key', `X-Chroma-Token: ${callersKey}`],
  ['the caller’s own store key twice', `X-Chroma-Token: ${callersKey}\r\nX-Chroma-Token: b`],
  ['underscore twin of the store key', `X_Chroma_Token: ${callersKey}`],
  ['the caller’s Authorization', `Authorization: Bearer ${callersKey}`],
  ['Authorization twice', `Authorization: Bearer ${callersKey}\r\nAuthorization: Basic eA==`],
  ['Proxy-Authorization', `Proxy-Authorization: Basic ${callersKey}`],
  ['Cookie', `Cookie: key=${callersKey}`],
  ['our token twice', 'Vectorgate-Token: other'],
  ['our upstream twice', `Vectorgate-Upstream: ${knownAs}`],
  ['underscore twin of our token', 'Vectorgate_Token: other'],
  ['our decision header forged', 'Vectorgate-Decision: 01ARZ3NDEKTSV4RRFFQ69G5FAV'],
  ['Host twice', 'Host: other'],
  ['X-Forwarded-For', 'X-Forwarded-For: 10.0.0.1'],
  ['X-Forwarded-Host', 'X-Forwarded-Host: other'],
  ['X-Forwarded-Uri', 'X-Forwarded-Uri: /api/v2/reset'],
  ['X-Original-Url', 'X-Original-Url: /api/v2/reset'],
  ['X-Rewrite-Url', 'X-Rewrite-Url: /api/v2/reset'],
  ['X-HTTP-Method-Override', 'X-HTTP-Method-Override: DELETE'],
  ['X-Method-Override', 'X-Method-Override: DELETE'],
  ['Forwarded', 'Forwarded: for=10.0.0.1;host=other'],
  ['Upgrade to WebSocket', 'Connection: Upgrade\r\nUpgrade: websocket'],
  [
    'Upgrade to h2c',
    'Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAAP__',
  ],
  ['TE', 'TE: trailers'],
  ['Trailer', 'Trailer: x-chroma-token'],
  ['Transfer-Encoding beside Content-Length', 'Transfer-Encoding: chunked'],
  ['Content-Length twice', 'Content-Length: 1'],
  ['Content-Encoding gzip', 'Content-Encoding: gzip'],
  ['Accept-Encoding', 'Accept-Encoding: gzip, br'],
  ['Range', 'Range: bytes=0-10'],
  ['If-None-Match', 'If-None-Match: *'],
  ['header named __proto__', '__proto__: x'],
  ['header named constructor', 'constructor: x'],
  ['a space before the colon', 'X-Chroma-Token : b'],
  ['a folded line', 'X-A: b\r\n X-Chroma-Token: c'],
  ['a bare line feed', 'X-A: b\nX-Chroma-Token: c'],
  ['a null in a value', 'X-A: b\u0000c'],
  ['a head of 100 KB', `X-A: ${'a'.repeat(100_000)}`],
];

test('invariants 1 and 5: header policy', async (context) => {
  await assertOpen(world);
  const attacks = lines.map(
    ([name, line]): Attack => ({
      name,
      run: async () => {
        world.recorder.passed.length = 0;
        const request = [
          `POST ${world.collections}/${world.own}/get HTTP/1.1`,
          // The attack comes first, where a hook that reads the head in order would meet it.
          line,
          `Host: ${knownAs}`,
          `Vectorgate-Token: ${world.token}`,
          `Vectorgate-Upstream: ${knownAs}`,
          'Content-Type: application/json',
          `Content-Length: ${body.length}`,
          '',
          body,
        ].join('\r\n');
        const answer = await sendRaw(world.gateway?.dataUrl ?? '', request);
        const wrong: string[] = [];
        for (const passed of world.recorder.passed) {
          const names = passed.rawHeaders.filter((_, i) => i % 2 === 0).map((n) => n.toLowerCase());
          const values = passed.rawHeaders.filter((_, i) => i % 2 === 1);
          const foreign = names.filter((n) => !allowed.has(n));
          if (foreign.length > 0) wrong.push(`reached the store: ${foreign.join(', ')}`);
          if (values.some((v) => v.includes(callersKey) || v.includes(world.token)))
            wrong.push('the caller’s credential reached the store');
          if (names.filter((n) => n === 'x-chroma-token').length !== 1 || !values.includes(storeKey))
            wrong.push('the store’s key is missing or doubled');
          if (passed.url.includes('reset') || passed.method === 'DELETE')
            wrong.push(`${passed.method} ${passed.url} was forwarded`);
        }
        if (answer.text.includes(storeKey)) wrong.push('the store’s key came back');
        if (/^vectorgate-decision: 01ARZ3NDEKTSV4RRFFQ69G5FAV/im.test(answer.text))
          wrong.push('the forged decision came back');
        return {
          passed: wrong.length > 0,
          seen:
            wrong.length > 0
              ? wrong.join('; ')
              : `${answer.status}, ${world.recorder.passed.length} clean requests at the store`,
        };
      },
    }),
  );
  await tryAll(
    context,
    'Header policy: nothing of the caller’s head reaches the store, and the store’s key stays in the gate',
    attacks,
  );
});
