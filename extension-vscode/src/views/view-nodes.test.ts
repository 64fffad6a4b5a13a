import assert from 'node:assert/strict';
import { test } from 'node:test';
import { unknownStanding } from '../gate/standing.ts';
import { connectionNodes, kernelNodes, latestNodes, whoNodes } from './view-nodes.ts';

const now = Date.parse('2026-11-26T12:00:00Z');
const standing = { ...unknownStanding, ready: true, trusted: true, gateway: 'https://gate.example' };
const who = {
  issuer: 'people',
  subject: 'ana',
  name: 'Ana Ruiz',
  groups: ['analysts'],
  until: now + 7 * 3_600_000,
  policyReader: false,
  reviews: [],
};
const ids = (nodes: readonly { id: string }[]) => nodes.map(({ id }) => id);

test('not configured and signed out leave room for the welcome texts', () => {
  assert.deepEqual(whoNodes({ ...standing, gateway: '' }, now), []);
  assert.deepEqual(whoNodes(standing, now), []);
});

test('who, until when, and the gateway; the person can sign out from the line', () => {
  const nodes = whoNodes({ ...standing, signedIn: true, who }, now);
  assert.deepEqual(ids(nodes), ['who', 'gateway']);
  assert.deepEqual(
    [nodes[0]?.description, nodes[0]?.context],
    ['analysts · expires in 7 h', 'vectorgate.person'],
  );
});

test('trouble stands first: what, since when, what to do', () => {
  const problem = {
    code: 'gateway_unreachable',
    message: 'no gateway answers.',
    next: 'Check your network.',
  };
  const [trouble] = whoNodes({ ...standing, problem, since: now - 120_000 }, now);
  assert.equal(trouble?.label, 'No gateway answers.');
  assert.deepEqual(
    trouble?.children?.map(({ label }) => label),
    ['First noticed 2 min ago', 'Check your network.'],
  );
});

test('connections with addresses, mode and the collections used lately', () => {
  const collection = { name: 'customer-cases', classes: ['search', 'fetch'], maskedFields: 4, refused: 1 };
  const connection = {
    name: 'insights',
    store: 'chroma',
    knownAs: ['chroma.internal:8000'],
    mode: 'enforce' as const,
    collections: [collection],
  };
  const [node] = connectionNodes({ ...standing, connections: [connection] });
  assert.deepEqual(
    [node?.label, node?.description],
    ['insights · chroma', 'chroma.internal:8000  enforcing'],
  );
  assert.equal(node?.children?.[0]?.description, 'search, fetch · 4 fields masked · 1 refused');
});

test('a kernel that is not governed can be restarted from its line; one elsewhere cannot', () => {
  const kernel = { pid: 1, notebook: 'file:///a.ipynb', name: 'a.ipynb', since: now };
  const nodes = kernelNodes(
    {
      ...standing,
      kernels: [
        { ...kernel, standing: 'governed' },
        { ...kernel, standing: 'not governed' },
        { ...kernel, pid: 0, standing: 'elsewhere' },
      ],
    },
    now,
  );
  assert.deepEqual(
    nodes.map(({ context }) => context),
    [undefined, 'vectorgate.ungoverned', undefined],
  );
  assert.equal(new Set(nodes.map(({ icon }) => icon)).size, 3, 'never colour alone');
});

test('a refusal opens its decision', () => {
  const refused = {
    id: '01JD8Z6Q4MX3V7H2K9RBT5WYCN',
    time: now - 120_000,
    connection: 'insights',
    what: 'search customer-cases',
    why: 'n_results is above your limit.',
    next: 'Ask.',
    effect: 'deny',
  };
  const [node] = latestNodes({ ...standing, latest: [refused] }, now);
  assert.deepEqual([node?.command?.args, node?.description], [[refused.id], '2 min ago']);
});
