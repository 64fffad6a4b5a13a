import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Contents } from '@jupyterlab/services';
import type { AskedAgain } from '@vectorgate/policy-schema/analyse';
import { findPolicy } from '../find-policy.ts';
import { decideHere } from './decide-here.ts';

const policy = (topK: number) => `apiVersion: vectorgate/v1
kind: Policy
metadata: { name: p, owner: o, contact: "#c" }
spec:
  rules:
    - id: read
      effect: allow
      principals: { groups: [analysts] }
      resources: { connections: [insights], collections: ["*"] }
      operations: [search]
      limits: { topK: ${topK} }
`;

/** The part of JupyterLab's files that is asked: folders and texts by their path. */
function contentsOf(files: Readonly<Record<string, string>>): Contents.IManager {
  const get = async (path: string, { content = true }: Contents.IFetchOptions = {}) => {
    const text = files[path];
    if (text !== undefined) return { type: 'file', name: path.split('/').at(-1), path, content: text };
    const inside = Object.keys(files).filter((file) => path === '' || file.startsWith(`${path}/`));
    if (inside.length === 0) throw new Error(`${path} is not there`);
    const names = new Map<string, string>();
    for (const file of inside) {
      const [name = '', ...deeper] = file.slice(path === '' ? 0 : path.length + 1).split('/');
      names.set(name, deeper.length === 0 ? 'file' : 'directory');
    }
    return {
      type: 'directory',
      path,
      content: content ? [...names].map(([name, type]) => ({ name, type })) : null,
    };
  };
  return {
    get,
    driveName: () => '',
    localPath: (path: string) => path,
  } as unknown as Contents.IManager;
}

const scope = (name?: string) => (name === undefined ? { is: 'none' } : { is: 'one', name });
const asked = {
  ask: {
    connection: 'insights',
    people: 'people',
    who: { issuer: 'people', kind: 'person', subject: 'ana', groups: ['analysts'], claims: {} },
    operations: [
      {
        store: 'chroma',
        name: 'collection_query',
        classes: ['search'],
        targets: [
          { tenant: scope(), database: scope(), namespace: scope(), collection: scope('customer-cases') },
        ],
        topK: { value: 100, name: 'n_results', given: true },
        records: 1,
        references: [],
        returns: 'all',
      },
    ],
    decision: { effect: 'deny', code: 'limit-exceeded' },
  },
  recorded: null,
  instant: Date.parse('2026-11-21T12:00:00Z'),
} as unknown as AskedAgain;

test('what is open counts as it stands in the editor', async () => {
  const contents = contentsOf({ 'gate/a.policy.yaml': policy(50) });
  const said = await decideHere(contents, [{ path: 'gate/a.policy.yaml', text: policy(200) }], asked, []);
  assert.ok('decided' in said, JSON.stringify(said));
  assert.deepEqual(
    [said.decided.now?.effect, said.decided.changes[0]?.kind, said.decided.changes[0]?.rule?.file],
    ['allow', 'allowed', 'gate/a.policy.yaml'],
  );
});

test('without an open policy it is those around the rule that decided, where there is one such file', async () => {
  const contents = contentsOf({ 'deep/gate/a.policy.yaml': policy(50), 'notes.ipynb': '' });
  const said = await decideHere(contents, [], asked, ['a.policy.yaml']);
  assert.ok('decided' in said, JSON.stringify(said));
  assert.equal(said.decided.now?.code, 'limit-exceeded');
  const unknown = await decideHere(contents, [], asked, ['b.policy.yaml']);
  assert.match('cannot' in unknown ? unknown.cannot : '', /No policy is open here/);
});

test('what does not load, and a configuration that cannot be read, say so', async () => {
  const broken = await decideHere(contentsOf({ 'a.policy.yaml': 'kind: Policy' }), [], asked, [
    'a.policy.yaml',
  ]);
  assert.match('cannot' in broken ? broken.cannot : '', /do not load: a\.policy\.yaml:1: /);
  const odd = contentsOf({ 'a.policy.yaml': policy(50), 'vectorgate.yaml': '- {' });
  const said = await decideHere(odd, [], asked, ['a.policy.yaml']);
  assert.match('cannot' in said ? said.cannot : '', /vectorgate\.yaml cannot be read/);
});

test('a file of the gateway’s is found at its place, deeper, or by its name alone; never one of several', async () => {
  const files = { 'a.policy.yaml': '', 'x/b.policy.yaml': '', 'x/c.policy.yaml': '', 'y/c.policy.yaml': '' };
  const contents = contentsOf(files);
  assert.equal(await findPolicy(contents, './a.policy.yaml'), 'a.policy.yaml');
  assert.equal(await findPolicy(contents, 'b.policy.yaml'), 'x/b.policy.yaml');
  assert.equal(await findPolicy(contents, 'elsewhere/b.policy.yaml'), 'x/b.policy.yaml');
  assert.equal(await findPolicy(contents, 'c.policy.yaml'), undefined);
  assert.equal(await findPolicy(contents, 'd.policy.yaml'), undefined);
});
