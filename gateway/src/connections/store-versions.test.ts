import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pino } from 'pino';
import type { HttpResponse } from '../engines/http/http-message.ts';
import { qdrantServer } from '../protocols/qdrant/qdrant-server.ts';
import { StoreVersions } from './store-versions.ts';

function world() {
  const lines: string[] = [];
  let answer: string | Error = '{"title":"qdrant","version":"1.18.3"}';
  let asked = 0;
  let now = 0;
  const versions = new StoreVersions(pino({}, { write: (line) => void lines.push(line) }), () => now);
  const connection = {
    name: 'vectors',
    store: 'qdrant',
    protocol: { server: qdrantServer },
    upstream: {
      send: async (): Promise<HttpResponse> => {
        asked++;
        if (answer instanceof Error) throw answer;
        return { status: 200, headers: {}, body: Buffer.from(answer) };
      },
    },
  };
  return {
    lines,
    get asked() {
      return asked;
    },
    later: (to: string | Error) => {
      answer = to;
      now += 61_000;
    },
    of: () => versions.of(connection),
  };
}

test('a version is asked for once a minute, and logged once', async () => {
  const one = world();
  assert.deepEqual(await one.of(), { version: '1.18.3', known: true });
  await one.of();
  assert.equal(one.asked, 1);
  one.later('{"version":"1.18.3"}');
  await one.of();
  assert.equal(one.asked, 2);
  assert.equal(one.lines.length, 1);
});

test('a version that the table was not made for is named, and warned of', async () => {
  const one = world();
  one.later('{"version":"2.0.0"}');
  assert.deepEqual(await one.of(), { version: '2.0.0', known: false });
  assert.match(one.lines.join(''), /"level":40.*"version":"2\.0\.0".*stays refused/);
});

test('a server that does not answer, or says nothing, or says what no version is', async () => {
  const one = world();
  for (const nothing of [new Error('gone'), 'no JSON', '{}', '{"version":"\\u001b[31m"}']) {
    one.later(nothing);
    const found = await one.of();
    assert.ok(found === undefined || /^[\w.+-]+$/.test(found.version), JSON.stringify(found));
    assert.notEqual(found?.known, true);
  }
});
