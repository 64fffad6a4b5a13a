import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { readAllHeaders } from '../harness/read-records.ts';
import { tryAll } from './attack-table.ts';
import { inParallel } from './in-parallel.ts';
import { converse } from './raw-http.ts';
import {
  assertTappedOpen,
  callerLines,
  foreignIn,
  startTappedWorld,
  type TappedWorld,
} from './tapped-world.ts';
import framing from './testdata/framing.json' with { type: 'json' };

let world: TappedWorld;
before(async () => {
  world = await startTappedWorld();
});
after(() => world?.close());

interface Payload {
  readonly name: string;
  /** With `{placeholders}`. */
  readonly text: string;
  /** True where one request is in good order and only what follows it is not. */
  readonly answered: boolean;
}

const post = 'POST {path} HTTP/1.1\r\n{own}Content-Type: application/json\r\n';

/** One reader goes by the length and finds one request; the other by the chunks and finds two; or the other way round. */
const payloads: readonly Payload[] = [
  ...framing.transferEncodings.flatMap(([name, line]) => [
    { name: `CL.TE ${name}`, text: `${post}Content-Length: {clTe}\r\n${line}\r\n\r\n{chunked}{inner}` },
    {
      name: `TE.CL ${name}`,
      text: `${post}${line}\r\nContent-Length: {teCl}\r\n\r\n{x}\r\n{inner}\r\n0\r\n\r\n`,
    },
  ]),
  ...framing.contentLengths.map(([name, line]) => ({
    name: `length ${name}`,
    text: `${post}${line}\r\n\r\n{inner}`,
  })),
  ...framing.chunks.map(([name, body]) => ({
    name: `chunk ${name}`,
    text: `${post}Transfer-Encoding: chunked\r\n\r\n${body}`,
  })),
  ...framing.messages.map(([name, text]) => ({ name: name!, text: text! })),
].map((payload) => ({
  ...payload,
  answered: framing.messages.some(([name, , kind]) => name === payload.name && kind === 'answered'),
}));

const goodBody = (mark: string): string => `{"ids":["${mark}"],"include":["documents"]}`;

/** The bytes of a payload; what it may do bears the mark `A-…`, what is hidden in it `S-…`. */
function bytesOf(template: string, mark: string): string {
  const own = callerLines(world.owner);
  const good = goodBody(`A-${mark}`);
  const hidden = goodBody(`S-${mark}`);
  const inner = `POST ${world.get} HTTP/1.1\r\n${own}Content-Length: ${hidden.length}\r\n\r\n${hidden}`;
  const chunked = `${good.length.toString(16)}\r\n${good}\r\n0\r\n\r\n`;
  const values: Readonly<Record<string, string>> = {
    path: world.get,
    own,
    ownLf: own.replaceAll('\r\n', '\n'),
    ownCr: own.replaceAll('\r\n', '\r'),
    hostless: own.replace(/^Host:.*\r\n/, ''),
    anonymous: own.replace(/^Vectorgate-Token:.*\r\n/m, ''),
    token: world.owner,
    inner,
    n: String(inner.length),
    x: inner.length.toString(16),
    good,
    g: String(good.length),
    gx: good.length.toString(16),
    chunked,
    clTe: String(chunked.length + inner.length),
    teCl: String(inner.length.toString(16).length + 2),
  };
  return template.replace(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole);
}

const reached = (mark: string) => world.tap.requests.filter(({ body }) => body.includes(`"${mark}"`));

async function tryPayload({ text, answered }: Payload, mark: string, piece: number | undefined) {
  const url = world.gateway?.dataUrl ?? '';
  const { replies, closed } = await converse(url, bytesOf(text, mark), piece === undefined ? {} : { piece });
  const wrong: string[] = [];
  if (replies.length > 1) wrong.push(`${replies.length} answers: ${replies.map((r) => r.status).join(', ')}`);
  if (reached(`S-${mark}`).length > 0) wrong.push('the hidden request reached the store');
  const own = reached(`A-${mark}`);
  if (own.length > (answered ? 1 : 0)) wrong.push(`it reached the store ${own.length} times`);
  for (const request of own) wrong.push(...foreignIn(request, [world.owner]));
  if (!answered && replies.some(({ status }) => status < 400)) wrong.push('it was answered');
  const seen = replies[0]?.status ?? (closed ? 'connection closed' : 'no answer');
  return { passed: wrong.length > 0, seen: wrong.length > 0 ? wrong.join('; ') : String(seen) };
}

test('requests in good order pass, each decided and answered on its own', async () => {
  await assertTappedOpen(world);
  for (const [index, [name, text, count]] of framing.good.entries()) {
    const mark = `good-${index}`;
    const expected = Number(count);
    const { replies } = await converse(world.gateway?.dataUrl ?? '', bytesOf(String(text), mark), {
      expected,
      patience: 10_000,
    });
    assert.deepEqual(
      replies.map(({ status }) => status),
      Array(expected).fill(200),
      String(name),
    );
    assert.equal(reached(`A-${mark}`).length, expected, `${name} at the store`);
  }
});

test('invariant 1: framing of requests', async (context) => {
  const deliveries = [
    ['whole', undefined],
    ['in pieces of 13 bytes', 13],
  ] as const;
  const attempts = deliveries.flatMap(([delivery, piece]) =>
    payloads.map((payload, index) => ({ payload, delivery, piece, mark: `${piece ?? 0}-${index}` })),
  );
  const outcomes = await inParallel(8, attempts, ({ payload, mark, piece }) =>
    tryPayload(payload, mark, piece),
  );
  await tryAll(
    context,
    'Framing: nothing hidden in a request is answered or reaches the store',
    attempts.map(({ payload, delivery }, index) => ({
      name: `${payload.name}, ${delivery}`,
      run: async () => outcomes[index]!,
    })),
  );
});

test('invariant 4: the store saw nothing but whole requests, each decided on and recorded', async () => {
  await world.gateway?.close();
  assert.deepEqual(world.tap.faults, []);
  const { requests } = world.tap;
  const foreign = requests.flatMap((request) => foreignIn(request, [world.owner]));
  assert.deepEqual(foreign, []);
  const forwarded = requests.filter(({ method }) => method === 'POST');
  const recorded = (await readAllHeaders(world.configurationFile)).filter(
    ({ outcome }) => outcome === 'delivered',
  );
  assert.ok(forwarded.length > framing.good.length);
  assert.equal(recorded.length, forwarded.length);
});
