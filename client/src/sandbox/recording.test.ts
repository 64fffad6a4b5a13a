import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { jsonAnswer } from './answers/http-answer.ts';
import { CallBody } from './body/call-body.ts';
import type { RecordedStep } from './recorded-step.ts';
import { type Found, Recording } from './recording.ts';

const step = (
  number: number,
  method: string,
  target: string,
  body: unknown,
  more: Partial<RecordedStep> = {},
): RecordedStep => ({
  number,
  id: `id-${number}`,
  connection: 'insights',
  store: 'chroma',
  asked: `operation ${number}`,
  changes: false,
  name: 'chroma.internal:8000',
  line: { method, target },
  body: new CallBody(Buffer.from(JSON.stringify(body))),
  answer: jsonAnswer(200, number),
  ...more,
});

const ask = (recording: Recording, method: string, target: string, body: unknown): Found =>
  recording.find({
    connection: 'insights',
    method,
    target,
    body: new CallBody(Buffer.from(JSON.stringify(body))),
  });

/** The step that answers, negative when it answers once more; or why there is none. */
const told = (found: Found): number | string =>
  'missing' in found ? found.missing : found.again ? -found.step.number : found.step.number;

test('equal calls are answered in the order of the recording, whatever comes between', () => {
  const recording = new Recording([
    step(1, 'POST', '/count', {}),
    step(2, 'POST', '/add', { id: 1 }, { changes: true }),
    step(3, 'POST', '/count', {}),
    step(4, 'POST', '/count', { where: 1 }),
  ]);
  assert.deepEqual(
    [{ where: 1 }, {}, {}, {}].map((body) => told(ask(recording, 'POST', '/count', body))),
    [4, 1, 3, -3],
  );
  assert.equal(told(ask(recording, 'POST', '/add', { id: 1 })), 2);
  assert.equal(
    told(ask(recording, 'POST', '/add', { id: 1 })),
    'it is asked more often than it was recorded (the last time at step 2)',
  );
});

test('addresses are the same when they say the same', () => {
  const recording = new Recording([step(1, 'GET', '/a%20b/c?limit=1&offset=2', 0)]);
  assert.equal(told(ask(recording, 'GET', '/a%20b/%63?offset=2&limit=1', 0)), 1);
  for (const target of [
    '/a%20b/c?limit=1',
    '/a%20b/c/?limit=1&offset=2',
    '/a%20b%2Fc?limit=1&offset=2',
    '/%',
  ])
    assert.match(String(told(ask(recording, 'GET', target, 0))), /which differs in its address$/, target);
  assert.match(String(told(ask(recording, 'PUT', '/a%20b/c?limit=1&offset=2', 0))), /differs in its method$/);
});

test('what was not recorded names the closest step and what differs', () => {
  const recording = new Recording([
    step(1, 'POST', '/c/1/query', { n: 10, where: { a: 1 } }),
    step(2, 'POST', '/c/1/query', { n: 10, where: { a: 2 } }),
    step(3, 'POST', '/c/2/get', {}),
  ]);
  assert.equal(
    told(ask(recording, 'POST', '/c/1/query', { n: 50, where: { a: 2 } })),
    'closest is step 2 (operation 2), which differs in n',
  );
  assert.equal(
    told(ask(recording, 'POST', '/c/3/get', {})),
    'closest is step 3 (operation 3), which differs in its address',
  );
  assert.equal(
    recording.steps.some((one) => recording.wasAsked(one)),
    false,
  );
  const other = recording.find({
    connection: 'vectors',
    method: 'GET',
    target: '/',
    body: new CallBody(Buffer.alloc(0)),
  });
  assert.equal(told(other), 'nothing of vectors was recorded');
});

test('a step without an answer is found, and says why it has none', () => {
  const { answer: _, ...blank } = step(1, 'GET', '/a', 0);
  const recording = new Recording([{ ...blank, missing: 'It was forgotten.' }]);
  assert.equal(
    told(ask(recording, 'GET', '/a', 0)),
    'it is step 1, which cannot be answered: It was forgotten.',
  );
  assert.equal(recording.wasAsked(recording.steps[0]!), true);
});

test('ten thousand calls are found in whatever order they are asked, by all that was sent', () => {
  const digest = (number: number): string => createHash('sha256').update(vector(number)).digest('hex');
  const vector = (number: number): string => `[${number}${',0.5'.repeat(7)}]`;
  const text = (number: number, inside: string): Buffer =>
    Buffer.from(`{"q":[${inside}],"n":10,"of":[1,2,3,4,5,6,7,8],"where":{"group":${number % 7}}}`);
  const steps = Array.from({ length: 10_000 }, (_, at) =>
    step(at + 1, 'POST', '/query', 0, {
      body: new CallBody(text(at, `{"dimension":8,"sha256":"${digest(at)}"}`)),
    }),
  );
  const recording = new Recording(steps);
  for (let at = 9_999; at >= 0; at -= 1) {
    const body = new CallBody(text(at, vector(at)));
    const found = recording.find({ connection: 'insights', method: 'POST', target: '/query', body });
    assert.equal(told(found), at + 1);
  }
});
