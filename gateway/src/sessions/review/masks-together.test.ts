import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type Identity, loadPolicies, type MaskObligation, type PolicySet } from '@vectorgate/policy-schema';
import fc from 'fast-check';
import { chromaProtocol } from '../../protocols/chroma/chroma-protocol.ts';
import { draftOf, testUlid } from '../testing/record-drafts.ts';
import { masksTogether } from './masks-together.ts';
import { RecordAccess } from './record-access.ts';
import type { StoredRecord } from './shown-record.ts';

const rule = { policy: 'p', rule: 'r', file: 'f', line: 1 };
const mask = (method: MaskObligation['method'], more: Partial<MaskObligation> = {}): MaskObligation => ({
  fields: { paths: ['$document'] },
  method,
  filterable: false,
  rule,
  ...more,
});

describe('masks of a reader and of an extract', () => {
  test('stay as they are where they cannot get in each other’s way', () => {
    const whole = [mask('partial', { keepLast: 4 })];
    const inside = [mask('partial', { keepLast: 4, detectors: ['email'] })];
    assert.deepEqual(masksTogether([], inside), inside);
    assert.deepEqual(masksTogether(inside, []), inside);
    assert.deepEqual(masksTogether(whole, inside), [...whole, ...inside]);
  });

  const code = (method: MaskObligation['method'], expression: string, field: string): MaskObligation =>
    mask(method, {
      fields: { paths: [field] },
      detectors: ['code', 'email'],
      patterns: [{ name: 'code', expression }],
    });

  test('look each for their own pattern, in their own way', () => {
    for (const [own, more] of [
      [code('redact', 'A', '$document'), code('redact', 'B', '$document')],
      [code('hash', 'A', 'note'), code('partial', 'B', 'title')],
      [code('hash', 'A', 'note'), code('redact', 'B', 'note')],
      [mask('hash', { detectors: ['code', 'email'] }), code('redact', 'B', 'note')],
    ] as const) {
      const [first, second] = masksTogether([own], [more]);
      assert.equal(first, own);
      assert.equal(second?.method, more.method);
      assert.deepEqual(second?.detectors, ['extract/code', 'email']);
      assert.deepEqual(second?.patterns, [{ name: 'extract/code', expression: 'B' }]);
    }
  });
});

/** Texts of which each five letters stand at one place, in no mark, token or hash. */
const email = 'kqxwvzjyhg.pmrtsnlbdc@zqwhjvkx-mnrl.example';
const text = `write to ${email} about case XQ-493857-WVKZJH-TRNQPL today, or ring +44 20 7946 0958 now`;
const note =
  'sent to nwzcfqkxvj@bhplxzqw-vtrk.example about case XQ-175392-BZMQWD-KHXVCR today, ring +44 20 7946 0321';
const answer = JSON.stringify({
  ids: ['id-vhgwqzkxjypm'],
  embeddings: null,
  documents: [text],
  uris: null,
  metadatas: [{ email, note, level: 7391846250 }],
  include: ['documents', 'metadatas'],
});

const patterns = [
  { name: 'code', pattern: 'XQ-\\d{6}' },
  { name: 'code', pattern: 'case XQ-[0-9A-Z-]+ today' },
  { name: 'code', pattern: 'WVKZJH-[A-Z]+' },
  { name: 'around', pattern: 'to [a-z.@-]+ about case XQ-\\d{6}' },
];
const maskEntry = fc
  .record({
    fields: fc.oneof(
      fc.constant('all' as const),
      fc.subarray(['email', 'note', 'level', '$document', '$id'], { minLength: 1 }),
    ),
    method: fc.constantFrom('redact', 'partial', 'hash', 'tokenize', 'nullify', 'drop'),
    keep: fc.record({ end: fc.constantFrom('keepFirst', 'keepLast'), count: fc.constantFrom(3, 20) }),
    detectors: fc.option(fc.subarray(['email', 'phone', 'code', 'around'], { minLength: 1 }), {
      nil: undefined,
    }),
  })
  .map(({ fields, method, keep, detectors }) => {
    const isWhole = method === 'nullify' || method === 'drop';
    const readable = fields === 'all' ? fields : fields.filter((field) => !['$id', 'level'].includes(field));
    const looks = detectors !== undefined && !isWhole && readable.length > 0;
    return {
      fields: looks ? readable : fields,
      method,
      ...(method === 'partial' && { [keep.end]: keep.count }),
      ...(looks && { detectors }),
    };
  });
interface Guards {
  readonly patterns: readonly object[];
  readonly rules: readonly object[];
}
const guards = fc
  .record({
    code: fc.constantFrom(0, 1, 2),
    rules: fc.array(
      fc.record({
        mask: fc.array(maskEntry, { minLength: 1, maxLength: 3 }),
        whom: fc.constantFrom(
          {},
          { principals: { groups: ['reviewers'] } },
          { principals: { groups: ['others'] } },
        ),
        where: fc.constantFrom(
          {},
          { resources: { collections: ['customer-*'] } },
          { resources: { collections: ['x'] } },
        ),
      }),
      { maxLength: 3 },
    ),
  })
  .map(
    ({ code, rules }): Guards => ({
      patterns: [patterns[code]!, patterns[3]!],
      rules: rules.map(({ mask: entries, whom, where }, at) => ({
        id: `g${at}`,
        effect: 'guard',
        ...whom,
        ...where,
        mask: entries,
      })),
    }),
  );

const inText = (code: number, method: string, detector: string, more: object = {}): Guards => ({
  patterns: [patterns[code]!, patterns[3]!],
  rules: [
    { id: 'g', effect: 'guard', mask: [{ fields: ['$document'], method, detectors: [detector], ...more }] },
  ],
});
/** What masks joined without care show more of: a pattern in place of another, and ends of what two find as one. */
const overlapping: [Guards, Guards, string][] = [
  [inText(0, 'partial', 'code', { keepLast: 20 }), inText(0, 'partial', 'around', { keepLast: 20 }), 'rita'],
  [inText(1, 'redact', 'code'), inText(0, 'redact', 'code'), 'rita'],
];

const setOf = (spec: { readonly rules: readonly object[] }): PolicySet => {
  const policy = { apiVersion: 'vectorgate/v1', kind: 'Policy', metadata: { name: 'made-up' }, spec };
  const loaded = loadPolicies({ files: [{ path: 'a.policy.json', text: JSON.stringify(policy) }] });
  assert.ok(loaded.ok, JSON.stringify(loaded));
  return loaded.set;
};
const look = {
  id: 'look',
  effect: 'allow',
  principals: { groups: ['reviewers'] },
  resources: { connections: ['insights'] },
  operations: ['review'],
};
const person = (subject: string): Identity => ({
  issuer: 'people',
  kind: 'person',
  subject,
  groups: ['reviewers'],
  groupsComplete: true,
  claims: {},
  declared: {},
});

const record: StoredRecord = (() => {
  const { header } = draftOf(testUlid(1));
  const [about] = header.operations;
  const operation = {
    store: 'chroma',
    connection: 'insights',
    name: 'collection_get',
    classes: ['fetch'],
    targets: about!.targets,
    records: 1,
    ids: ['id-vhgwqzkxjypm'],
    filter: { op: 'compare', field: 'email', test: 'eq', value: email },
    references: [],
    returns: 'all',
  };
  const filter = { op: 'compare', field: 'note', test: 'eq', value: note };
  return {
    header: { ...header, v: 1, parts: [] },
    parts: {
      decision: Buffer.from(JSON.stringify({ effect: 'allow', operations: [{ obligations: { filter } }] })),
      operations: Buffer.from(JSON.stringify({ operations: [operation] })),
      request: Buffer.from(JSON.stringify({ where: { email }, ids: ['id-vhgwqzkxjypm'] })),
      response: Buffer.from(answer),
    },
  };
})();

/** All pieces of five letters of what is recorded that stand in what is shown, by the part they stand in. */
const pieces = (shown: Readonly<Record<string, unknown>>): Set<string> => {
  const found = new Set<string>();
  for (const part of ['decision', 'operations', 'request', 'response']) {
    const told = JSON.stringify(shown[part] ?? '');
    for (const value of [text, note, 'id-vhgwqzkxjypm', '7391846250'])
      for (let at = 0; at + 5 <= value.length; at += 1)
        if (told.includes(value.slice(at, at + 5))) found.add(`${part} ${value.slice(at, at + 5)}`);
  }
  return found;
};

test('invariant 3: an extract never shows more than its reader sees without it, whatever its guards are', () => {
  const protocol = chromaProtocol({ maskKeys: { hash: new Uint8Array(32), token: new Uint8Array(32) } });
  const seen = { less: 0, same: 0 };
  fc.assert(
    fc.property(guards, guards, fc.constantFrom('rita', 'ana'), (own, extract, subject) => {
      fc.pre(extract.rules.length > 0);
      const access = new RecordAccess({
        policy: () => setOf({ ...own, rules: [look, ...own.rules] }),
        connection: () => ({ people: 'people', protocol }),
        connections: ['insights'],
        people: 'people',
        now: () => Date.UTC(2026, 10, 21),
      });
      // One's own record, too: nothing binds there but the extract.
      const rights = access.of(person(subject));
      const without = pieces({ ...rights.show(record) });
      const shown = pieces({ ...rights.show(record, setOf(extract)) });
      assert.deepEqual(
        [...shown].filter((piece) => !without.has(piece)),
        [],
      );
      seen[shown.size < without.size ? 'less' : 'same'] += 1;
    }),
    { numRuns: 250, examples: overlapping },
  );
  assert.ok(seen.less > 20 && seen.same > 20, JSON.stringify(seen));
});
