import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { collections, makeCollection } from '../harness/store-collection.ts';
import { knownAs, startWorld, type World } from '../harness/world.ts';
import { type Attack, tryAll } from './attack-table.ts';
import { converse } from './raw-http.ts';
import { type StoreTap, startStoreTap } from './store-tap.ts';
import { isQuestion, ownerPolicy } from './tapped-world.ts';

const other = 'other.internal:8000';

let world: World;
/** Before the connection that may be read, and before one that may not. */
let open: StoreTap;
let closed: StoreTap;
let cases: string;
let token: string;

before(async () => {
  world = await startWorld({
    policies: { owner: ownerPolicy },
    storeAddress: async (chroma) => {
      cases = await makeCollection(chroma.url, 'cases', { ids: ['a'], embeddings: [[1, 2, 3]] });
      open = await startStoreTap(chroma.url);
      closed = await startStoreTap(chroma.url);
      return open.url;
    },
    // The text is read after the taps stand.
    get connection() {
      return `  - name: vault\n    store: chroma\n    address: ${closed.url}\n    knownAs: ["${other}"]`;
    },
  });
  token = await world.workload('owner');
});
after(async () => {
  await world?.close();
  await open?.close();
  await closed?.close();
});

const upstream = (name: string, value: string): readonly [string, string] => [
  name,
  `Host: ${knownAs}\r\nVectorgate-Upstream: ${value}`,
];
const host = (name: string, value: string): readonly [string, string] => [name, `Host: ${value}`];

/** Header lines that name a connection in a way that two readers may take for different ones. */
const names: readonly (readonly [string, string])[] = [
  upstream('the other connection', other),
  host('the other connection by Host', other),
  ['the other by Host, ours by Upstream', `Host: ${other}\r\nVectorgate-Upstream: ${knownAs}`],
  ['ours by Host, the other by Upstream', `Host: ${knownAs}\r\nVectorgate-Upstream: ${other}`],
  upstream('capitals', knownAs.toUpperCase()),
  host('capitals in Host', knownAs.toUpperCase()),
  upstream('a trailing full stop', knownAs.replace(':', '.:')),
  upstream('a user before it', `${other}@${knownAs}`),
  upstream('it as a user', `${knownAs}@${other}`),
  upstream('two at signs', `a@${knownAs}@${other}`),
  upstream('a password before it', `a:b@${knownAs}`),
  upstream('a list', `${knownAs}, ${other}`),
  upstream('a list of itself', `${knownAs},${knownAs}`),
  upstream('a space inside', `${knownAs} ${other}`),
  upstream('a tab inside', `${knownAs}\t${other}`),
  upstream('a whole address', `http://${knownAs}`),
  upstream('a whole address of the other', `http://${other}/`),
  upstream('a path behind', `${knownAs}/../${other}`),
  upstream('a slash behind', `${knownAs}/`),
  upstream('a query behind', `${knownAs}?${other}`),
  upstream('a fragment behind', `${knownAs}#${other}`),
  upstream('a backslash behind', `${knownAs}\\@${other}`),
  upstream('no port', knownAs.replace(/:\d+$/, '')),
  upstream('an empty port', knownAs.replace(/\d+$/, '')),
  upstream('another port', knownAs.replace(/\d+$/, '8001')),
  upstream('a zero before the port', knownAs.replace(':', ':0')),
  upstream('a plus before the port', knownAs.replace(':', ':+')),
  upstream('a port beyond 65535', knownAs.replace(/\d+$/, String(8000 + 65_536))),
  upstream('the port twice', `${knownAs}:8000`),
  upstream('percent-encoding', knownAs.replace('c', '%63')),
  upstream('a null behind', `${knownAs}%00`),
  upstream('Latin-1 behind', `${knownAs}\xa0`),
  upstream('a Kelvin sign for a letter', knownAs.replace('h', '\xe2\x84\xaa')),
  upstream('the address of the loopback', '127.0.0.1:8000'),
  upstream('localhost', 'localhost:8000'),
  upstream('IPv6', '[::1]:8000'),
  upstream('an empty name', ''),
  host('an empty Host', ''),
  upstream('__proto__', '__proto__'),
  upstream('constructor', 'constructor'),
  upstream('the connection’s own name', 'insights'),
  upstream('the other connection’s own name', 'vault'),
];

test('the host by which a connection is asked for', async (context) => {
  const attacks = names.map(
    ([name, lines]): Attack => ({
      name,
      run: async () => {
        open.requests.length = 0;
        closed.requests.length = 0;
        const { replies } = await converse(
          world.gateway?.dataUrl ?? '',
          `POST ${collections}/${cases}/get HTTP/1.1\r\n${lines}\r\nVectorgate-Token: ${token}\r\nConnection: close\r\nContent-Length: 2\r\n\r\n{}`,
        );
        // What was asked for in words that mean one thing only.
        const plain = [...lines.matchAll(/^(?:vectorgate-upstream|host): (.*)$/gim)].at(-1)?.[1];
        const isOurs = plain?.toLowerCase() === knownAs;
        // To learn what an id stands for the gate may ask before it decides.
        const reached = closed.requests.filter((request) => !isQuestion(request));
        const wrong = [
          ...(reached.length > 0 ? ['the connection without a permit was reached'] : []),
          ...(open.requests.length > 0 && !isOurs ? ['a store was reached under another name'] : []),
          ...(isOurs && replies[0]?.status !== 200 ? ['its plain name was refused'] : []),
        ];
        return {
          passed: wrong.length > 0,
          seen: wrong.length > 0 ? wrong.join('; ') : `${replies[0]?.status ?? 'connection closed'}`,
        };
      },
    }),
  );
  await tryAll(context, 'Hosts: a connection is reached under its own names only', attacks);
  assert.deepEqual([...open.faults, ...closed.faults], []);
});
