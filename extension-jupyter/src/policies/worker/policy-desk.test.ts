import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ISettingRegistry } from '@jupyterlab/settingregistry';
import { Signal } from '@lumino/signaling';
import type { Status } from '../../server/status.ts';
import { PolicySettings } from '../policy-settings.ts';
import { namesOfStatus } from '../surroundings/names-of-status.ts';
import { PolicyDesk } from './policy-desk.ts';

const path = 'mine.policy.yaml';
const now = () => Date.parse('2026-11-29T12:00:00Z');

const policy = (connection: string, detector = 'email'): string => `apiVersion: vectorgate/v1
kind: Policy
metadata: { name: mine, contact: "#help" }
spec:
  rules:
    - id: masks
      effect: guard
      resources: { connections: [${connection}] }
      mask: [{ fields: [note], detectors: [${detector}], method: redact }, { fields: [$vector], method: drop }]
`;

const status: Status = {
  configured: true,
  gateway: 'http://gate',
  problem: null,
  since: null,
  signedIn: true,
  ended: null,
  who: { identity: { issuer: 'people', subject: 'ana', groups: ['analysts'] }, session: null },
  connections: [{ name: 'insights', store: 'chroma', knownAs: [], mode: null }],
  kernels: [],
};

const codes = (desk: PolicyDesk): readonly string[] =>
  desk
    .look(path)
    .diagnostics.filter(({ severity }) => severity === 'error')
    .map(({ code }) => code);

const labels = (desk: PolicyDesk, text: string): readonly string[] => {
  desk.put(path, text.replace('▮', ''));
  return desk.complete(path, text.indexOf('▮')).map(({ label }) => label);
};

test('what the gateway told is offered, and nothing is checked against it', () => {
  const desk = new PolicyDesk(now);
  desk.put(path, policy('elsewhere'));
  assert.deepEqual(desk.surround(path, { files: [], names: namesOfStatus(status) }), []);
  assert.deepEqual(codes(desk), []);
  assert.deepEqual(labels(desk, policy('▮')), ['insights']);
});

test('a configuration counts more, and is checked against', () => {
  const desk = new PolicyDesk(now);
  desk.put(path, policy('elsewhere'));
  const config = {
    path: 'vectorgate.yaml',
    text: 'connections: [{ name: archive, store: qdrant }]\nissuers: [{ name: people, signIn: {} }]\n',
  };
  assert.deepEqual(desk.surround(path, { files: [], config, names: namesOfStatus(status) }), []);
  assert.deepEqual(codes(desk), ['unknown-connection']);
  assert.deepEqual(labels(desk, policy('▮')), ['archive']);
});

test('severities are those that the person set, from the next look on', async () => {
  const composite = {
    severities: {
      'contact-missing': 'error',
      'yaml-trap': 'loud',
      'score-tells-vector': 'off',
      'unknown-detector': 'off',
    },
  };
  const settings = new PolicySettings(
    Promise.resolve({ composite, changed: new Signal({}) } as unknown as ISettingRegistry.ISettings),
  );
  assert.deepEqual(settings.preferences, { severities: {}, hints: true });
  await settings.ready;
  const { 'yaml-trap': _, ...read } = composite.severities;
  assert.deepEqual(settings.preferences, { severities: read, hints: true });
  const desk = new PolicyDesk(now);
  const said = (): readonly string[] =>
    desk.look(path).diagnostics.map(({ code, severity }) => `${code} ${severity}`);
  desk.put(path, policy('insights').replace(', contact: "#help"', ''));
  assert.deepEqual(said(), ['contact-missing hint', 'score-tells-vector information']);
  desk.prefer(settings.preferences);
  assert.deepEqual(said(), ['contact-missing error']);
  // What keeps a policy from loading stays an error.
  desk.put(path, policy('insights', 'emial'));
  assert.deepEqual(said(), ['unknown-detector error']);
});

test('words behind places are told until the person wants none', () => {
  const desk = new PolicyDesk(now);
  const hints = (): readonly string[] => desk.look(path).hints.map(({ text }) => text);
  desk.put(
    path,
    policy('insights').replace('detectors: [email], method: redact', 'method: partial, keepLast: 4'),
  );
  assert.deepEqual(hints(), ['→ ••••••••••••••••text']);
  desk.prefer({ severities: {}, hints: false });
  assert.deepEqual(hints(), []);
});

test('a snapshot without a configuration is offered, and nothing is checked against it', () => {
  const desk = new PolicyDesk(now);
  const catalogue = {
    path: 'vectorgate.catalogue.yaml',
    text: 'connections: [{ name: archive, collections: [{ name: a }] }]\n',
  };
  desk.put(path, policy('elsewhere'));
  assert.deepEqual(desk.surround(path, { files: [], catalogue }), []);
  assert.deepEqual(codes(desk), []);
  assert.deepEqual(labels(desk, policy('▮')), ['archive']);
});

test('a snapshot is a document of its own, beside the policies that it is for', () => {
  const desk = new PolicyDesk(now);
  const snapshot = 'vectorgate.catalogue.yaml';
  const text = 'connections:\n  - name: archive\n    store: \n  - name: insigths\n';
  const config = {
    path: 'vectorgate.yaml',
    text: 'connections: [{ name: insights, store: chroma }, { name: archive, store: qdrant }]\nissuers: [{ name: people, signIn: {} }]\n',
  };
  desk.surround(snapshot, { files: [{ path, text: policy('insights') }], config });
  desk.put(snapshot, text);
  const said = () => desk.look(snapshot).diagnostics.map(({ code }) => code);
  assert.deepEqual(said(), ['catalogue-unused', 'wrong-type', 'catalogue-unread']);
  assert.deepEqual(
    desk.complete(snapshot, text.indexOf('store: ') + 7).map(({ label }) => label),
    ['chroma', 'qdrant'],
  );
  assert.deepEqual(
    desk.symbols(snapshot).flatMap(({ children }) => children.map(({ name }) => name)),
    ['archive', 'insigths'],
  );
  assert.equal(desk.count(snapshot), undefined);
});

test('what protects a permit further is offered for it alone', () => {
  const desk = new PolicyDesk(now);
  const text = `${policy('insights').replace(/ {4}- id[\s\S]*/, '')}    - id: read
      effect: allow
      principals: { groups: [analysts] }
      resources: { collections: [notes] }
      operations: [search]
`;
  desk.put(path, text);
  const titles = (at: number): readonly string[] => desk.refactor(path, at).map(({ title }) => title);
  assert.deepEqual(titles(text.indexOf('allow')), [
    'Add a mask for email',
    'Bind to the caller’s tenant',
    'Ask for approval',
  ]);
  assert.deepEqual(titles(3), []);
  assert.deepEqual(desk.refactor('mine.policy-test.yaml', 0), []);
});

test('what of it cannot be read is said, and checks nothing', () => {
  const desk = new PolicyDesk(now);
  desk.put(path, policy('elsewhere'));
  const problems = desk.surround(path, {
    files: [],
    config: { path: 'a/vectorgate.yaml', text: 'connections: 3' },
    catalogue: { path: 'a/vectorgate.catalogue.yaml', text: '{' },
  });
  assert.deepEqual(problems, [
    "a/vectorgate.yaml is not of the form of a gateway's configuration.",
    'a/vectorgate.catalogue.yaml is not of the form of a catalogue: line 1: Flow map must end with a }. Close what is open: a quote, a bracket or a brace.',
  ]);
  assert.deepEqual(codes(desk), []);
});

test('of other files what is open counts, not what was saved', () => {
  const desk = new PolicyDesk(now);
  const other = (name: string) => ({
    path: 'other.policy.yaml',
    text: `apiVersion: vectorgate/v1
kind: Policy
metadata: { name: other, contact: "#help" }
spec: { patterns: [{ name: ${name}, pattern: "E-[0-9]{6}" }], rules: [] }
`,
  });
  desk.put(path, policy('insights', 'employee-id'));
  desk.surround(path, { files: [other('something')] });
  assert.deepEqual(codes(desk), ['unknown-detector']);
  const open = other('employee-id');
  desk.put(open.path, open.text);
  assert.deepEqual(codes(desk), []);
  desk.forget(open.path);
  assert.deepEqual(codes(desk), ['unknown-detector']);
});

test('JSON is completed and mended as JSON', () => {
  const desk = new PolicyDesk(now);
  const file = 'mine.policy.json';
  desk.put(
    file,
    '{ "apiVersion": "vectorgate/v1", "kind": "Policy", "metadata": { "name": "a" }, "spec": { "rules": [{ "id": "a", "effect": "deny", "operations": ["serch"] }] } }',
  );
  const [told] = desk.look(file).diagnostics.filter(({ code }) => code === 'unknown-word');
  assert.equal(told?.fixes[0]?.changes[0]?.text, '"search"');
  desk.put(file, '{ "spec": { "rules": [{ "id": "a", "effect": "" }] } }');
  const [first] = desk.complete(file, '{ "spec": { "rules": [{ "id": "a", "effect": "'.length);
  assert.deepEqual([first?.label, first?.insert, first?.filter], ['allow', '"allow"', '"allow"']);
});

test('what was asked is counted by rules, moment by moment, and told with the lines over them', () => {
  const desk = new PolicyDesk(now);
  const rules = (topK: number): string => `apiVersion: vectorgate/v1
kind: Policy
metadata: { name: mine, contact: "#help" }
spec:
  rules:
    - id: read
      effect: allow
      principals: { groups: [analysts] }
      resources: { connections: [insights] }
      operations: [search]
      limits: { topK: ${topK} }
`;
  const none = { is: 'none' };
  const search = {
    store: 'chroma',
    name: 'query',
    classes: ['search'],
    targets: [{ tenant: none, database: none, namespace: none, collection: { is: 'one', name: 'cases' } }],
    topK: { value: 40, name: 'n_results', given: true },
    records: 1,
    references: [],
    returns: 'all',
  };
  const ask = {
    connection: 'insights',
    people: 'people',
    who: { issuer: 'people', kind: 'person', subject: 'ana', groups: ['analysts'] },
    operations: [search],
    decision: { effect: 'allow' },
  };
  const record = { id: 'r', session: 's', time: '2026-11-28T09:00:00Z', ask: 0 };
  const pages = [{ asks: [ask], records: [record, record], withheld: 0 }];
  const told = (): readonly string[] => {
    lines();
    return desk.look(path).diagnostics.map(({ code }) => code);
  };
  const lines = (): readonly string[] => {
    for (;;) {
      const counted = desk.count(path);
      if (counted !== 'more') return (counted?.lenses ?? []).map(({ text }) => text);
    }
  };
  desk.put(path, rules(50));
  assert.deepEqual(lines(), []);
  desk.traffic({ pages, period: '7d', whole: true, read: now() - 3 * 60_000 });
  const [file, counted] = lines();
  assert.deepEqual(
    [file, counted],
    ['1 rule · no catalogue · records read 3 min ago', 'matched 2 operations in 7 days'],
  );
  // A look gives what was counted last, until it is counted anew; what does not load is not counted.
  desk.put(path, rules(20));
  assert.equal(desk.look(path).lenses[1]?.text, 'matched 2 operations in 7 days');
  assert.equal(lines()[1], 'matched 2 operations in 7 days, would refuse 2');
  const other = rules(20).replace(
    / {4}- id: read[\s\S]*/,
    (rule) => `${rule}${rule.replace('read', 'scan').replaceAll('search', 'scan').replace('topK', 'page')}`,
  );
  desk.put(path, other);
  // It was not counted yet, and of what was not counted nothing is told.
  assert.deepEqual(codes(desk), []);
  assert.deepEqual(told(), ['rule-not-hit']);
  desk.put(path, rules(0));
  assert.deepEqual(lines(), []);
  desk.traffic({ absent: 'sign in to see what was asked' });
  assert.equal(
    desk.look(path).lenses[0]?.text,
    '1 rule · 1 with errors · no catalogue · sign in to see what was asked',
  );
  desk.traffic({ absent: null });
  assert.equal(desk.look(path).lenses[0]?.text, '1 rule · 1 with errors · no catalogue');
});

for (const [name, text, code] of [
  ['ten megabytes', '    - { id: a, effect: deny }\n'.repeat(380_000), 'file-too-large'],
  ['a million characters and one', 'a'.repeat(1_000_001), 'file-too-large'],
  ['aliases in a circle', 'spec: &s\n  rules: &r [*s, *r]\n', 'yaml-alias'],
  [
    'binary junk',
    String.fromCharCode(...Array.from({ length: 20_000 }, (_, i) => (i * 7919) % 65_536)),
    'wrong-type',
  ],
] as const)
  test(`the page is told what is wrong with ${name}, and goes on`, () => {
    const desk = new PolicyDesk(now);
    for (const end of ['', 'x', 'xy']) {
      desk.put(path, text + end);
      const { diagnostics } = desk.look(path);
      assert.ok(
        diagnostics.some((one) => one.code.startsWith(code)),
        diagnostics.map((one) => one.code).join(', '),
      );
      desk.complete(path, Math.floor(text.length / 2));
      desk.hover(path, Math.floor(text.length / 2));
      desk.symbols(path);
    }
    desk.put(path, policy('insights'));
    assert.deepEqual(codes(desk), []);
  });

test('rules that are others than live ones are counted as they are written, with what lies around', () => {
  const desk = new PolicyDesk(now);
  const live = [{ path, text: policy('insights') }];
  desk.surround(path, {
    files: [{ path: `there/${path}`, text: policy('other').replace('name: mine', 'name: there') }],
  });
  desk.put(path, policy('insights'));
  assert.equal(desk.drift(path, live), 0);
  desk.put(path, `# no rule\n${policy('insights', 'phone')}`);
  assert.equal(desk.drift(path, live), 1);
  assert.equal(desk.drift(path, []), 1);
  desk.put(path, policy('insights', 'nothing-like-that'));
  assert.throws(() => desk.drift(path, live), /The policies here do not load/);
});
