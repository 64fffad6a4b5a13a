import { after, before, test } from 'node:test';
import { type Attack, tryAll } from './attack-table.ts';
import { type AttackWorld, assertOpen, startAttackWorld } from './attack-world.ts';

let world: AttackWorld;
before(async () => {
  world = await startAttackWorld();
});
after(() => world?.close());

const nested = (depth: number): string => `${'{"$and":['.repeat(depth)}{"a":1}${']}'.repeat(depth)}`;

/** Bodies of `get` or `query` that readers read differently, or that hide something from one of them. */
const bodies: readonly (readonly [string, 'get' | 'query', string | Buffer])[] = [
  ['limit twice', 'get', '{"limit":1,"limit":1000000,"include":["documents"]}'],
  ['limit twice, one escaped', 'get', '{"limit":1,"l\\u0069mit":1000000}'],
  ['include twice', 'get', '{"limit":1,"include":[],"include":["embeddings"]}'],
  ['where twice', 'get', '{"limit":1,"where":{"tenant":"acme"},"where":{"tenant":"globex"}}'],
  ['key twice inside where', 'get', '{"limit":1,"where":{"tenant":"acme","tenant":"globex"}}'],
  ['upper-case key', 'get', '{"LIMIT":1000000}'],
  ['upper-case key beside the right one', 'get', '{"limit":1,"LIMIT":1000000}'],
  ['long s in a key', 'get', '{"limit":1,"include\u017f":["embeddings"]}'],
  ['unknown key', 'get', '{"limit":1,"tenant":"globex-eu"}'],
  ['unknown key __proto__', 'get', '{"limit":1,"__proto__":{"limit":1000000}}'],
  ['unknown key constructor', 'get', '{"limit":1,"constructor":{"prototype":{}}}'],
  ['two documents', 'get', '{"limit":1}{"limit":1000000}'],
  ['trailing comma', 'get', '{"limit":1,}'],
  ['comment', 'get', '{"limit":1/*,"include":["embeddings"]*/}'],
  ['single quotes', 'get', "{'limit':1}"],
  ['byte order mark', 'get', '\ufeff{"limit":1}'],
  ['UTF-16', 'get', Buffer.from('\ufeff{"limit":1000000}', 'utf16le')],
  ['UTF-32', 'get', Buffer.from([...'{"limit":1}'].flatMap((c) => [c.charCodeAt(0), 0, 0, 0]))],
  [
    'broken UTF-8',
    'get',
    Buffer.concat([Buffer.from('{"limit":1,"ids":["'), Buffer.from([0xff, 0xfe]), Buffer.from('"]}')]),
  ],
  [
    'overlong UTF-8',
    'get',
    Buffer.concat([Buffer.from('{"limit":1,"ids":["'), Buffer.from([0xc0, 0xaf]), Buffer.from('"]}')]),
  ],
  ['lone surrogate', 'get', '{"limit":1,"ids":["\\ud800"]}'],
  ['limit as a float', 'get', '{"limit":1.5}'],
  ['limit with an exponent', 'get', '{"limit":1e6}'],
  ['limit negative', 'get', '{"limit":-1}'],
  ['limit beyond 2^32', 'get', '{"limit":4294967297}'],
  ['limit beyond 2^53', 'get', '{"limit":9007199254740993}'],
  ['limit as text', 'get', '{"limit":"1"}'],
  ['limit as a list', 'get', '{"limit":[1]}'],
  ['limit with a leading zero', 'get', '{"limit":01}'],
  ['limit with a plus', 'get', '{"limit":+1}'],
  ['limit in hexadecimal', 'get', '{"limit":0x10}'],
  ['NaN', 'get', '{"limit":NaN}'],
  ['Infinity', 'get', '{"limit":Infinity}'],
  ['limit null: all', 'get', '{"limit":null}'],
  ['offset beyond the page limit', 'get', '{"limit":101,"offset":0}'],
  ['n_results hidden by an exponent', 'query', '{"query_embeddings":[[0]],"n_results":1e3}'],
  ['n_results twice', 'query', '{"query_embeddings":[[0]],"n_results":1,"n_results":1000}'],
  ['n_results as text', 'query', '{"query_embeddings":[[0]],"n_results":"1000"}'],
  ['n_results under another name', 'query', '{"query_embeddings":[[0]],"limit":1000}'],
  ['64 levels of where', 'get', `{"limit":1,"where":${nested(64)}}`],
  ['20,000 levels', 'get', `{"limit":1,"where":${nested(20_000)}}`],
  ['20,000 open brackets', 'get', '['.repeat(20_000)],
  ['a list instead of an object', 'get', '[{"limit":1000000}]'],
  ['empty body', 'get', ''],
  ['null body', 'get', 'null'],
  ['where as a list', 'get', '{"limit":1,"where":[{"tenant":"globex"}]}'],
  ['where with two operators', 'get', '{"limit":1,"where":{"tenant":{"$eq":"acme","$ne":"x"}}}'],
  ['where with an unknown operator', 'get', '{"limit":1,"where":{"tenant":{"$like":"%"}}}'],
  ['where with an unknown root', 'get', '{"limit":1,"where":{"$not":{"tenant":"acme"}}}'],
  ['where_document with an unknown operator', 'get', '{"limit":1,"where_document":{"$any":"x"}}'],
  ['include unknown', 'get', '{"limit":1,"include":["everything"]}'],
  ['include upper case', 'get', '{"limit":1,"include":["EMBEDDINGS"]}'],
  ['include with a null', 'get', '{"limit":1,"include":[null]}'],
  ['form body', 'get', 'limit=1'],
  ['control character in a string', 'get', '{"limit":1,"ids":["a\u0001"]}'],
  ['null byte behind', 'get', '{"limit":1}\u0000'],
  ['vertical tab as white space', 'get', '{\u000b"limit":1}'],
  ['no-break space as white space', 'get', '{\u00a0"limit":1}'],
];

test('invariant 1: JSON readings', async (context) => {
  await assertOpen(world);
  const attacks = bodies.map(
    ([name, route, body]): Attack => ({
      name,
      run: async () => {
        world.recorder.passed.length = 0;
        const path = `${world.collections}/${world.own}/${route}`;
        const response = await fetch(`${world.gateway?.dataUrl}${path}`, {
          method: 'POST',
          headers: {
            'vectorgate-token': world.token,
            'vectorgate-upstream': 'chroma.internal:8000',
            'content-type': 'application/json',
          },
          body: typeof body === 'string' ? body : new Uint8Array(body),
        });
        const text = await response.text();
        const forwarded = world.recorder.passed.find((p) => p.url === path);
        // Refused, or read as the store reads it: then the store itself says no.
        const passed = response.ok || (forwarded !== undefined && forwarded.status < 400);
        return {
          passed,
          seen: passed
            ? `${response.status} ${text.slice(0, 80)}`
            : forwarded === undefined
              ? `${response.status}, refused by the gate`
              : `${response.status}, the store reads it as the gate does and refuses`,
        };
      },
    }),
  );
  await tryAll(context, 'JSON: each is refused, or the store reads it as the gate does', attacks);
});
