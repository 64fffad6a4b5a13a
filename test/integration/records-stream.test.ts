import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { capturedLog } from '../harness/captured-log.ts';
import { type CollectedLog, type LogCollector, startLogCollector } from '../harness/log-collector.ts';
import { permitEverything, policyOf } from '../harness/policies.ts';
import { collections, makeCollection } from '../harness/store-collection.ts';
import { until } from '../harness/until.ts';
import { startWorld, type World } from '../harness/world.ts';

/* Records go to a collector of logs as well: all of them, in order, without values, whatever the collector does. */

const log = capturedLog();
let collector: LogCollector;
let world: World;
let token: string;
let id: string;
let asked = 0;

before(async () => {
  collector = await startLogCollector();
  world = await startWorld({
    logger: log.logger,
    policies: {
      all: policyOf(permitEverything('all', 'issuers: [people, ci]'), [
        'hidden',
        'effect: guard, operations: [search, fetch, scan], mask: [{ fields: [email], method: redact }]',
      ]),
    },
    prepare: async (folder) => {
      await writeFile(join(folder, 'collector.key'), 'Bearer let-me-in\n');
      await writeFile(join(folder, 'metrics.key'), 'let-me-in\n');
      return async () => undefined;
    },
    root: `records:
  openTelemetry:
    url: http://127.0.0.1:${collector.port}/v1/logs
    headers: { authorization: { file: ./collector.key } }
    everySeconds: 0.2
metrics: { token: { file: ./metrics.key } }`,
  });
  id = await makeCollection(world.chroma.url, 'cases', {
    ids: ['a'],
    embeddings: [[1, 0]],
    documents: ['canary document'],
    metadatas: [{ email: 'canary@mail.example' }],
  });
  token = await world.workload('clerk');
});
after(async () => {
  await world?.close();
  await collector?.close();
});

async function ask(body: Readonly<Record<string, unknown>> = { ids: ['a'] }): Promise<string> {
  const response = await world.call(token, 'POST', `${collections}/${id}/get`, body);
  assert.equal(response.status, 200, await response.clone().text());
  asked += 1;
  return response.headers.get('vectorgate-decision') ?? '';
}

/** Everything that the collector took, once it is so many decisions. */
async function decisions(count: number): Promise<readonly CollectedLog[]> {
  let logs: readonly CollectedLog[] = [];
  await until(`the collector has ${count} decisions`, async () => {
    logs = (await collector.taken()).filter(({ event }) => event === 'vectorgate.decision');
    return logs.length >= count;
  });
  return logs;
}

const sequences = (logs: readonly CollectedLog[]): unknown[] =>
  logs.map(({ attributes }) => Number(attributes['vectorgate.record.sequence']));

const metric = async (name: string): Promise<string> => {
  const response = await fetch(`${world.controlUrl}/metrics`, {
    headers: { authorization: 'Bearer let-me-in' },
  });
  return new RegExp(`^${name}(?:\\{[^}]*\\})? (\\S+)`, 'm').exec(await response.text())?.[1] ?? 'absent';
};

test('what was recorded reaches a collector, with its facts and no values', async () => {
  const decision = await ask();
  const [log] = await decisions(asked);
  assert.equal(collector.headers.authorization, 'Bearer let-me-in');
  assert.equal(log?.severity, 'SEVERITY_NUMBER_INFO');
  const { attributes = {}, body = '' } = log ?? {};
  assert.equal(attributes['service.name'], 'vectorgate-gateway');
  assert.equal(attributes['vectorgate.record.id'], decision);
  assert.equal(attributes['user.id'], 'ci:clerk');
  assert.equal(attributes['db.collection.name'], 'cases');
  assert.deepEqual(attributes['vectorgate.masked'], ['email redact']);
  assert.deepEqual(attributes['vectorgate.classes'], ['fetch']);
  // The body is the header that the evidence covers.
  assert.equal((JSON.parse(body) as { id: string }).id, decision);
  assert.doesNotMatch(JSON.stringify(log), /canary/);
});

test('a refusal is a warning, and says which code', async () => {
  const response = await world.call(token, 'GET', '/api/v2/no-such-route');
  assert.ok(response.status >= 400);
  asked += 1;
  const log = (await decisions(asked)).at(-1);
  assert.equal(log?.severity, 'SEVERITY_NUMBER_WARN');
  assert.equal(log?.attributes['vectorgate.effect'], 'deny');
  assert.ok(log?.attributes['vectorgate.code']);
});

test('a collector that refuses or is silent holds nobody up and loses nothing', async () => {
  const before = asked;
  collector.answer(503);
  const tries = collector.asked();
  for (let n = 0; n < 5; n += 1) await ask();
  await until('the collector was asked', () => collector.asked() > tries);
  await until(
    'the metrics say so',
    async () => (await metric('vectorgate_record_stream_failed')) === '1',
    30,
  );
  assert.notEqual(await metric('vectorgate_record_stream_behind'), '0');
  collector.answer(200);
  const logs = await decisions(before + 5);
  assert.deepEqual(
    sequences(logs),
    logs.map((_, n) => n),
    'each once, in order',
  );
  await until('the metrics say so', async () => (await metric('vectorgate_record_stream_failed')) === '0');
});

test('a collector that answers 200 and rejects records did not take them', async () => {
  collector.rejectOne('attribute limit');
  for (let n = 0; n < 3; n += 1) await ask();
  await until(
    'the metrics say that one record is refused by itself',
    async () => (await metric('vectorgate_record_stream_refused')) === '1',
  );
  assert.equal(await metric('vectorgate_record_stream_failed'), '1');
  assert.match(
    log.lines.join('\n'),
    /record \d+ by itself: .*answered 200 and rejected 1 of the records: attribute limit/,
  );
  collector.answer(200);
  const logs = await decisions(asked);
  assert.deepEqual(
    sequences(logs),
    logs.map((_, n) => n),
    'each once, in order',
  );
  await until('the metrics say so', async () => (await metric('vectorgate_record_stream_refused')) === '0');
});

test('a gateway that starts again goes on where it was', async () => {
  await ask();
  await world.restart();
  await ask();
  const logs = (await decisions(asked)).map(({ attributes }) => attributes['vectorgate.record.id']);
  assert.equal(new Set(logs).size, asked, 'none is missing');
  assert.ok(logs.length <= asked + 1, `of ${asked} ${logs.length} arrived`);
});
