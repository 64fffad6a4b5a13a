import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Passed } from '../harness/recording-store.ts';
import { knownAs } from '../harness/world.ts';
import { type Attack, tryAll } from './attack-table.ts';
import { type AttackWorld, assertOpen, startAttackWorld, storeKey } from './attack-world.ts';
import { converse } from './raw-http.ts';
import headerLines from './testdata/header-lines.json' with { type: 'json' };

let world: AttackWorld;
before(async () => {
  world = await startAttackWorld();
});
after(() => world?.close());

const body = '{"ids":["CASE-0001"],"include":["documents"]}';
const callersKey = 'the-callers-own-key';
const forged = '01ARZ3NDEKTSV4RRFFQ69G5FAV';

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
  ...headerLines.map(([name, line]) => [name!, line!] as const),
  ['a head of 100 KB', `X-A: ${'a'.repeat(100_000)}`],
  ['2,000 lines', Array.from({ length: 2_000 }, (_, i) => `X-${i}: ${callersKey}`).join('\r\n')],
];

/** What of a request at the store is not the gate's own. */
function wrongWith(passed: Passed): string[] {
  const wrong: string[] = [];
  const names = passed.rawHeaders.filter((_, i) => i % 2 === 0).map((n) => n.toLowerCase());
  const values = passed.rawHeaders.filter((_, i) => i % 2 === 1);
  const foreign = names.filter((n) => !allowed.has(n));
  if (foreign.length > 0) wrong.push(`reached the store: ${foreign.join(', ')}`);
  if (new Set(names).size !== names.length) wrong.push('a header stands twice at the store');
  if (values.some((v) => v.includes(callersKey) || v.includes(world.token)))
    wrong.push('the caller’s credential reached the store');
  if (names.filter((n) => n === 'x-chroma-token').length !== 1 || !values.includes(storeKey))
    wrong.push('the store’s key is missing or doubled');
  if (passed.url.includes('reset') || passed.method === 'DELETE' || passed.url.includes('globex'))
    wrong.push(`${passed.method} ${passed.url} was forwarded`);
  return wrong;
}

test('the recorder would notice a caller’s header at the store', async () => {
  world.recorder.passed.length = 0;
  await fetch(`${world.recorder.url}/api/v2/version`, {
    headers: { authorization: `Bearer ${callersKey}`, 'x-forwarded-for': '10.0.0.1' },
  });
  const wrong = world.recorder.passed.flatMap(wrongWith).join('; ');
  assert.match(wrong, /reached the store: .*authorization/);
  assert.match(wrong, /the caller’s credential reached the store/);
  assert.match(wrong, /the store’s key is missing/);
});

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
          line.replaceAll('{callersKey}', callersKey).replaceAll('{store}', new URL(world.chroma.url).host),
          `Host: ${knownAs}`,
          `Vectorgate-Token: ${world.token}`,
          `Vectorgate-Upstream: ${knownAs}`,
          'Content-Type: application/json',
          `Content-Length: ${body.length}`,
          '',
          body,
        ].join('\r\n');
        const { replies, rest } = await converse(world.gateway?.dataUrl ?? '', request, {
          afterwards: 50,
        });
        const wrong = world.recorder.passed.flatMap(wrongWith);
        if (replies.length > 1) wrong.push(`${replies.length} answers`);
        const text = `${replies.map(({ head, body }) => `${head}\r\n\r\n${body}`).join('')}${rest}`;
        if (text.includes(storeKey)) wrong.push('the store’s key came back');
        if (text.includes(callersKey)) wrong.push('the caller’s key came back');
        if (text.includes(forged)) wrong.push('what was forged came back');
        if (/^(set-cookie|access-control-)/im.test(text)) wrong.push('a header of no gate came back');
        const status = replies[0]?.status ?? 'connection closed';
        if (status === 200 && world.recorder.passed.every(({ method }) => method !== 'POST'))
          wrong.push('it was answered without the store');
        return {
          passed: wrong.length > 0,
          seen:
            wrong.length > 0
              ? wrong.join('; ')
              : `${status}, ${world.recorder.passed.length} clean requests at the store`,
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
