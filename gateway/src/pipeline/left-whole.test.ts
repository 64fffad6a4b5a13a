import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  decide,
  type Identity,
  loadPolicies,
  type MaskObligation,
  masksAbout,
  type Operation,
} from '@vectorgate/policy-schema';
import { maskKeys } from '../masks/mask-keys.ts';
import { patternLimits } from '../masks/patterns/pattern-budget.ts';
import { chromaProtocol } from '../protocols/chroma/chroma-protocol.ts';
import { leftWhole } from './left-whole.ts';
import type { MaskTally } from './store-protocol.ts';

const loaded = loadPolicies({
  files: [
    {
      path: 'a.policy.yaml',
      text: `apiVersion: vectorgate/v1
kind: Policy
metadata: { name: a }
spec:
  rules:
    - { id: all-read, effect: allow, principals: { groups: [analysts, owners] }, resources: { connections: [insights] }, operations: [read] }
    - id: masked
      effect: guard
      principals: { except: { groups: [owners] } }
      resources: { collections: ["customer-*"] }
      mask:
        - { fields: [email], method: partial, keepLast: 4 }
        - { fields: [$document], detectors: [email, phone], method: redact }
        - { fields: [$vector], method: drop }
    - id: monitored
      effect: guard
      mode: monitor
      resources: { collections: ["customer-*"] }
      mask: [{ fields: [phone], method: redact }]
`,
    },
  ],
});
if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems));
const { set } = loaded;
const protocol = chromaProtocol({ maskKeys: maskKeys(new Uint8Array(32), 'insights') });
const identity = (group: string): Identity => ({
  issuer: 'people',
  kind: 'person',
  subject: 'ana',
  groups: [group],
  groupsComplete: true,
  claims: {},
  declared: {},
});
const search = (collection: string): Operation => ({
  store: 'chroma',
  connection: 'insights',
  name: 'collection_query',
  classes: ['search'],
  targets: [
    {
      tenant: { is: 'one', name: 'default_tenant' },
      database: { is: 'one', name: 'default_database' },
      namespace: { is: 'none' },
      collection: { is: 'one', name: collection },
    },
  ],
  topK: { value: 10, name: 'n_results', given: true },
  records: 1,
  references: [],
  returns: 'all',
});

const answer = {
  ids: [['1', '2']],
  documents: [['write to ana@example.com', 'nothing to see']],
  metadatas: [[{ email: 'ana@example.com', product: 'drill' }, { phone: '+34 600 000 000' }]],
  distances: [[0.1, 0.2]],
  embeddings: null,
};
const bytes = (value: unknown) => Buffer.from(JSON.stringify(value));

/** What a caller of that group got whole, of an answer that had passed their own masks. */
function wholeFor(group: string, operation: Operation, body: unknown = answer, enforced = true) {
  const input = {
    identity: identity(group),
    connection: { name: 'insights', people: 'people' },
    operations: [operation],
    instant: 0,
  };
  const owed = enforced ? decide(set, input).operations.flatMap(({ obligations }) => obligations.masks) : [];
  return leftWhole(
    masksAbout(set, input).filter((mask) => !owed.includes(mask)),
    { operations: [operation], status: 200, body: bytes(body), masked: [], owed },
    protocol,
  );
}

describe('what is delivered whole although policies mask it for others', () => {
  test('is told by field and by what detectors find, without a value', () => {
    const whole = wholeFor('owners', search('customer-cases'));
    assert.deepEqual(whole, [
      { count: 1, field: 'email' },
      { count: 1, field: 'phone' },
      { count: 1, field: '$document', found: ['email'] },
    ]);
    assert.doesNotMatch(JSON.stringify(whole), /ana@/);
  });

  test('of whom masks bind it is what only a monitored rule would mask', () => {
    assert.deepEqual(wholeFor('analysts', search('customer-cases')), [{ count: 1, field: 'phone' }]);
  });

  test('a connection that only watches masks nothing: everything was whole', () => {
    assert.deepEqual(
      wholeFor('analysts', search('customer-cases'), answer, false).map(({ field }) => field),
      ['email', 'phone', '$document'],
    );
  });

  test('where no policy masks anything, and in writes, there is nothing to tell', () => {
    assert.deepEqual(wholeFor('owners', search('product-docs')), []);
    assert.deepEqual(wholeFor('owners', { ...search('customer-cases'), classes: ['upsert'] }), []);
    assert.deepEqual(wholeFor('owners', search('customer-cases'), { ids: [[]], metadatas: [[]] }), []);
  });

  test('an answer that is not looked through may have held what was asked for', () => {
    const unread = { ...search('customer-cases'), name: 'collection_other' };
    assert.deepEqual(wholeFor('owners', { ...unread, returns: ['email', '$id'] }), [{ field: 'email' }]);
    assert.deepEqual(
      wholeFor('owners', unread).map(({ field, count }) => [field, count]),
      [
        ['email', undefined],
        ['$document', undefined],
        ['$vector', undefined],
        ['phone', undefined],
      ],
    );
    assert.deepEqual(wholeFor('owners', { ...unread, returns: ['$id', '$score'] }), []);
    assert.deepEqual(wholeFor('owners', search('customer-cases'), '"[').length, 4);
  });

  test('a large answer is not looked through, so that nobody waits for it', () => {
    const text = (length: number) => ({ ...answer, documents: [['x'.repeat(length), 'nothing to see']] });
    const told = (length: number) =>
      wholeFor('owners', search('customer-cases'), text(length)).map(({ field, found, count }) => [
        field,
        count ?? found,
      ]);
    assert.deepEqual(told(1_000), [
      ['email', 1],
      ['phone', 1],
    ]);
    assert.deepEqual(told(1 << 20), [
      ['email', undefined],
      ['$document', ['email', 'phone']],
      ['$vector', undefined],
      ['phone', undefined],
    ]);
  });

  test('an answer that is not looked through: what detectors look for, what all names, and what it is grouped by', () => {
    const mask = (fields: MaskObligation['fields'], ...detectors: string[]): MaskObligation => ({
      fields,
      method: 'redact',
      filterable: false,
      rule: { policy: 'p', rule: 'r', file: 'p.policy.yaml', line: 1 },
      ...(detectors.length > 0 && { detectors }),
    });
    const all = { all: true, except: ['product'] } as const;
    const whole = (
      masks: readonly MaskObligation[],
      asked: Partial<Operation>,
      ...owed: readonly MaskObligation[]
    ) =>
      leftWhole(
        masks,
        {
          operations: [{ ...search('customer-cases'), name: 'collection_other', ...asked }],
          status: 200,
          body: bytes({}),
          masked: [],
          owed,
        },
        protocol,
      );
    const notes = mask({ paths: ['notes', '$vector'] }, 'phone', 'email');
    assert.deepEqual(whole([notes], {}), [{ field: 'notes', found: ['email', 'phone'] }]);
    assert.deepEqual(whole([mask(all)], {}), [{ field: '*' }]);
    assert.deepEqual(whole([mask(all, 'email')], {}), [{ field: '*', found: ['email'] }]);
    const returns = ['$id', '$score', '$vector', 'product', 'notes'];
    assert.deepEqual(whole([mask(all)], { returns }), [{ field: '$vector' }, { field: 'notes' }]);
    assert.deepEqual(whole([mask(all, 'email'), notes], { returns }), [
      { field: 'notes', found: ['email', 'phone'] },
    ]);
    const email = mask({ paths: ['email'] });
    for (const use of ['group', 'facet', 'order'] as const)
      assert.deepEqual(whole([email], { returns: [], references: [{ field: 'email', use }] }), [
        { field: 'email' },
      ]);
    for (const use of ['filter', 'count'] as const)
      assert.deepEqual(whole([email], { returns: [], references: [{ field: 'email', use }] }), []);
    // What the caller's own masks hid was not whole.
    const other = mask({ paths: ['email'] });
    assert.deepEqual(whole([email], {}, other), []);
    assert.deepEqual(whole([notes], {}, mask({ paths: ['notes'] }, 'email')), [
      { field: 'notes', found: ['phone'] },
    ]);
    assert.deepEqual(whole([notes], {}, mask(all)), []);
    assert.deepEqual(whole([mask(all)], {}, other, mask(all, 'email')), [{ field: '*' }]);
    assert.deepEqual(whole([mask(all)], {}, mask({ all: true, except: [] })), []);
    assert.deepEqual(whole([mask({ all: true, except: [] })], {}, mask(all)), [{ field: '*' }]);
    assert.deepEqual(whole([mask(all, 'email')], { returns: ['email', 'notes'] }, other), [
      { field: 'notes', found: ['email'] },
    ]);
    assert.deepEqual(whole([mask(all, 'email')], { returns: ['notes'] }, mask(all, 'email', 'phone')), []);
  });

  test('a text that others’ patterns cannot look through within their bounds counts with all that they look for', () => {
    const others = {
      fields: { paths: ['$document'] },
      method: 'hash',
      detectors: ['email', 'employee-id'],
      patterns: [{ name: 'employee-id', expression: 'E-[0-9]{6}' }],
      filterable: false,
      rule: { policy: 'p', rule: 'r', file: 'p.policy.yaml', line: 1 },
    } as const;
    const told = (text: string) =>
      leftWhole(
        [others],
        {
          operations: [search('customer-cases')],
          status: 200,
          body: bytes({ ids: [['1']], documents: [[text]] }),
          masked: [],
          owed: [],
        },
        protocol,
      );
    assert.deepEqual(told('ana@example.com'), [{ count: 1, field: '$document', found: ['email'] }]);
    assert.deepEqual(told('x'.repeat(patternLimits.textBytes + 1)), [
      { count: 1, field: '$document', found: ['email', 'employee-id'] },
    ]);
  });

  test('masks that would meet tell each what it would have hidden', () => {
    const found = {
      fields: { paths: ['$document'] },
      detectors: ['email'],
      filterable: false,
      rule: { policy: 'p', rule: 'r', file: 'p.policy.yaml', line: 1 },
    } as const;
    const redact = { ...found, method: 'redact' } as const;
    const partial = { ...found, method: 'partial', keepLast: 4 } as const;
    const { detectors: _detectors, ...hash } = { ...found, method: 'hash' } as const;
    const all = { ...redact, fields: { all: true, except: [] } } as const;
    const whole = (masks: readonly MaskObligation[], body: unknown) =>
      leftWhole(
        masks,
        { operations: [search('customer-cases')], status: 200, body: bytes(body), masked: [], owed: [] },
        protocol,
      );
    const none = { ids: [['1']], documents: [['nothing to see']] };
    assert.deepEqual(whole([redact, partial], { ...answer, metadatas: null }), [
      { count: 1, field: '$document', found: ['email'] },
    ]);
    assert.deepEqual(whole([redact, partial], none), []);
    assert.deepEqual(whole([hash, partial], { ...answer, metadatas: null }), [
      { count: 2, field: '$document', found: ['email'] },
    ]);
    assert.deepEqual(whole([hash, partial], none), [{ count: 1, field: '$document' }]);
    // A name that is data is not told, whatever else hides its value.
    const named = { ids: [['1']], metadatas: [[{ 'ana@example.com': true }]] };
    for (const other of [
      { ...hash, fields: all.fields },
      { ...partial, fields: all.fields },
    ])
      assert.doesNotMatch(JSON.stringify(whole([all, other], named)), /ana@/);
  });

  test('a field that its own masks hid is not whole; of what they found inside, the rest is', () => {
    const others = masksAbout(set, {
      identity: identity('owners'),
      connection: { name: 'insights', people: 'people' },
      operations: [search('customer-cases')],
      instant: 0,
    });
    const about = {
      operations: [search('customer-cases')],
      status: 200,
      body: bytes({ ...answer, documents: [['ana@example.com +34 912 345 678', '']] }),
      owed: [],
    };
    const masked: readonly MaskTally[] = [
      { field: 'email', method: 'partial', count: 1 },
      { field: '$document', method: 'redact', found: ['phone'], count: 1 },
    ];
    const whole = (own: typeof masked) =>
      leftWhole(others, { ...about, masked: own }, protocol).map(({ field, found }) => [field, found]);
    assert.deepEqual(whole(masked), [
      ['phone', undefined],
      ['$document', ['email']],
    ]);
    // One text was hidden whole, as it could not be looked through for a pattern of their own: the other was not.
    const [email] = masked;
    assert.deepEqual(whole([email!, { field: '$document', method: 'redact', sought: ['staff'], count: 1 }]), [
      ['phone', undefined],
      ['$document', ['email', 'phone']],
    ]);
    assert.deepEqual(whole([email!, { field: '$document', method: 'redact', count: 2 }]), [
      ['phone', undefined],
    ]);
  });
});
