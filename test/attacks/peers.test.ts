import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type Attack, tryAll } from './attack-table.ts';
import { type PeerFlaw, peerFlaws } from './peer-flaws.ts';
import { converse } from './raw-http.ts';
import {
  assertTappedOpen,
  callerLines,
  foreignIn,
  isQuestion,
  startTappedWorld,
  type TappedWorld,
} from './tapped-world.ts';

let world: TappedWorld;
/** Id of a collection `cases` in another tenant of the same store. */
let foreign: string;

const send = async (path: string, body: unknown): Promise<Record<string, unknown>> => {
  const response = await fetch(`${world.chroma.url}/api/v2${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  assert.ok(response.ok, await response.clone().text());
  return (await response.json()) as Record<string, unknown>;
};

before(async () => {
  world = await startTappedWorld();
  await send('/tenants', { name: 'globex' });
  await send('/tenants/globex/databases', { name: 'data' });
  foreign = String((await send('/tenants/globex/databases/data/collections', { name: 'secrets' })).id);
  await send(`/tenants/globex/databases/data/collections/${foreign}/add`, {
    ids: ['SECRET'],
    embeddings: [[1, 2, 3]],
  });
});
after(() => world?.close());

const body = '{"ids":["CASE-1","SECRET"]}';

async function replay(flaw: PeerFlaw): Promise<{ passed: boolean; seen: string }> {
  const collection = world.get.replace(/\/get$/, '');
  const paths = { get: world.get, collection, cases: world.cases, foreign };
  const token = await flaw.token?.((subject) => world.workload(subject));
  const who =
    flaw.as === 'nobody'
      ? callerLines('').replace(/^Vectorgate-Token:.*\r\n/m, '')
      : callerLines(token ?? (flaw.as === 'owner' ? world.owner : world.guest));
  const method = flaw.method ?? 'POST';
  const sent = flaw.body ?? body;
  const lines = flaw.lines === undefined ? '' : `${flaw.lines}\r\n`;
  const length = flaw.unframed ? '' : `Content-Length: ${sent.length}\r\n`;
  const type = flaw.untyped ? '' : 'Content-Type: application/json\r\n';
  const from = world.tap.requests.length;
  const { replies, rest, closed } = await converse(
    world.gateway?.dataUrl ?? '',
    `${method} ${flaw.target?.(paths) ?? world.get} HTTP/1.1\r\n${who}${type}${lines}${length}\r\n${sent}`,
    { patience: 700 },
  );
  const reached = world.tap.requests.slice(from).filter((request) => !isQuestion(request));
  const text = `${replies.map((reply) => `${reply.head}\r\n\r\n${reply.body}`).join('')}${rest}`;
  const secrets = [world.owner, world.guest, 'callers-own-key'];
  const wrong = [
    ...reached.flatMap((request) => foreignIn(request, secrets)),
    ...(flaw.clean === undefined && reached.length > 0
      ? [`${reached[0]?.method} ${reached[0]?.target} at the store`]
      : []),
    ...(flaw.clean === undefined && replies.some(({ status }) => status < 400) ? ['it was answered'] : []),
    ...(flaw.clean !== undefined && reached.length !== 1 ? [`${reached.length} requests at the store`] : []),
    ...(replies.length > 1 ? [`${replies.length} answers`] : []),
    ...(text.includes('SECRET"') ? ['another tenant’s record came back'] : []),
  ];
  const seen = `${replies[0]?.status ?? (closed ? 'connection closed' : 'no answer')}${flaw.clean === undefined ? '' : `, ${flaw.clean}`}`;
  return { passed: wrong.length > 0, seen: wrong.length > 0 ? wrong.join('; ') : seen };
}

test('the store itself gives another tenant’s records away: the replay of its own flaw means something', async () => {
  const response = await fetch(`${world.chroma.url}${world.get.replace(world.cases, foreign)}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body,
  });
  assert.match(await response.text(), /SECRET/);
});

test('published flaws of peers', async (context) => {
  await assertTappedOpen(world);
  await tryAll(
    context,
    'Peers: flaws published of other gates and of the store, replayed',
    peerFlaws.map(
      (flaw): Attack => ({ name: `${flaw.id} (${flaw.of}): ${flaw.what}`, run: () => replay(flaw) }),
    ),
  );
  assert.deepEqual(world.tap.faults, []);
});
