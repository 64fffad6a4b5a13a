import { after, before, test } from 'node:test';
import { knownAs } from '../harness/world.ts';
import { type Attack, tryAll } from './attack-table.ts';
import { type AttackWorld, assertOpen, startAttackWorld } from './attack-world.ts';
import { sendRaw } from './raw-http.ts';

let world: AttackWorld;
before(async () => {
  world = await startAttackWorld();
});
after(() => world?.close());

/** Forms of a path by which one reader sees what may be read and another sees what may not. */
const forms = (own: string, foreign: string): readonly (readonly [string, string, string])[] => {
  const base = '/api/v2/tenants/default_tenant/databases/default_database/collections';
  const other = '/api/v2/tenants/globex-eu/databases/default_database/collections';
  return [
    [
      'dot-dot to another tenant',
      'POST',
      `${base}/../../../../globex-eu/databases/default_database/collections/${foreign}/get`,
    ],
    [
      'encoded dot-dot',
      'POST',
      `${base}/%2e%2e/%2e%2e/%2e%2e/%2e%2e/globex-eu/databases/default_database/collections/${foreign}/get`,
    ],
    ['half-encoded dot-dot', 'POST', `${base}/.%2e/${own}/get`],
    ['double-encoded dot-dot', 'POST', `${base}/%252e%252e/${own}/get`],
    ['dot segment', 'POST', `${base}/./${own}/get`],
    ['double slash', 'POST', `${base}//${own}/get`],
    ['leading double slash', 'POST', `/${base}/${own}/get`],
    ['trailing slash', 'POST', `${base}/${own}/get/`],
    ['encoded slash', 'POST', `${base}/${own}%2Fget`],
    [
      'encoded slash in the tenant',
      'POST',
      `/api/v2/tenants/default_tenant%2F..%2Fglobex-eu/databases/default_database/collections/${foreign}/get`,
    ],
    ['backslash', 'POST', `${base}\\${own}\\get`],
    ['encoded backslash', 'POST', `${base}/${own}%5Cget`],
    ['path parameter', 'POST', `${base};x=y/${own}/get`],
    ['path parameter on dot-dot', 'POST', `${base}/..;/x/${own}/get`],
    ['null byte', 'POST', `${base}/${own}/get%00`],
    ['null byte before a suffix', 'POST', `${base}/${own}/get%00/count`],
    ['fragment', 'POST', `${base}/${own}/delete#/get`],
    ['encoded fragment', 'POST', `${base}/${own}/delete%23/get`],
    ['encoded question mark', 'POST', `${base}/${own}/get%3Flimit=1`],
    ['absolute form', 'POST', `http://elsewhere${other}/${foreign}/get`],
    ['absolute form with our host', 'POST', `http://${knownAs}${other}/${foreign}/get`],
    ['asterisk form', 'OPTIONS', '*'],
    ['authority form', 'CONNECT', 'chroma:8000'],
    ['upper-case route', 'POST', `${base.toUpperCase()}/${own}/get`],
    ['upper-case verb of the route', 'POST', `${base}/${own}/GET`],
    ['encoded letter in the route', 'POST', `${base}/${own}/%64elete`],
    ['method in lower case', 'post', `${base}/${own}/get`],
    ['method unknown', 'FETCH', `${base}/${own}/get`],
    ['GET with a body', 'GET', `${base}/${own}/get`],
    ['HEAD', 'HEAD', `${base}/${own}/count`],
    ['TRACE', 'TRACE', `${base}/${own}/count`],
    ['OPTIONS', 'OPTIONS', `${base}/${own}/get`],
    ['old API', 'POST', `/api/v1/collections/${own}/get`],
    ['reset', 'POST', '/api/v2/reset'],
    ['server description', 'GET', '/openapi.json'],
    ['server documentation', 'GET', '/docs'],
    ['a route that does not exist', 'POST', `${base}/${own}/export`],
    ['name in place of the id', 'POST', `${base}/customer-cases/get`],
    ['id with upper-case digits', 'POST', `${base}/${own.toUpperCase()}/delete`],
    ['id in braces', 'POST', `${base}/%7B${own}%7D/get`],
    ['id without hyphens', 'POST', `${base}/${own.replaceAll('-', '')}/get`],
    ['id as urn', 'POST', `${base}/urn:uuid:${own}/get`],
    ['overlong UTF-8 slash', 'POST', `${base}/${own}%c0%afget`],
    ['full-width slash', 'POST', `${base}/${own}%EF%BC%8Fget`],
    ['tab in the path', 'POST', `${base}/${own}%09/get`],
    ['query parameter twice', 'POST', `${base}/${own}/query?limit=1&limit=1000`],
    ['unknown query parameter', 'POST', `${base}/${own}/get?tenant=globex-eu`],
  ];
};

const body = '{"limit":5,"include":["documents","metadatas"]}';

test('invariant 1: path forms', async (context) => {
  await assertOpen(world);
  const attacks = forms(world.own, world.foreign).map(
    ([name, method, target]): Attack => ({
      name,
      run: async () => {
        world.recorder.passed.length = 0;
        const request = [
          `${method} ${target} HTTP/1.1`,
          `Host: ${knownAs}`,
          `Vectorgate-Token: ${world.token}`,
          `Vectorgate-Upstream: ${knownAs}`,
          'Content-Type: application/json',
          `Content-Length: ${body.length}`,
          'Connection: close',
          '',
          body,
        ].join('\r\n');
        const answer = await sendRaw(world.gateway?.dataUrl ?? '', request);
        // The gate's own questions (which collection has this id?) are GETs; anything else was forwarded.
        const forwarded = world.recorder.passed.filter((p) => p.method !== 'GET');
        const passed = forwarded.length > 0 || (answer.status >= 200 && answer.status < 400);
        return {
          passed,
          seen: passed
            ? `${answer.status}; forwarded ${forwarded.map((p) => `${p.method} ${p.url}`).join(', ')}`
            : `${answer.status || 'connection closed'}`,
        };
      },
    }),
  );
  await tryAll(context, 'Path forms: none is decided as one thing and forwarded as another', attacks);
});
