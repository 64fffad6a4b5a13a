import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  gateRecords,
  type Identity,
  loadPolicies,
  type Operation,
  one,
  type PolicySet,
} from '@vectorgate/policy-schema';
import { RateLedger } from '../../pipeline/rate-ledger.ts';
import { RefusalBudget } from '../../pipeline/refusal-budget.ts';
import type { RecordDraft, RecordHeader } from '../record.ts';
import { draftOf, testUlid } from '../testing/record-drafts.ts';
import { RecordAccess } from './record-access.ts';
import { RecordLooks } from './record-looks.ts';
import { placeOf, writePlace } from './recorded-place.ts';
import type { StoredRecord } from './shown-record.ts';

const load = (...rules: readonly string[]): PolicySet => {
  const loaded = loadPolicies({
    files: [
      {
        path: 'a.policy.yaml',
        text: `apiVersion: vectorgate/v1\nkind: Policy\nmetadata: { name: tested }\nspec:\n  rules:\n${rules.map((rule) => `    - { ${rule} }\n`).join('')}`,
      },
    ],
  });
  assert.ok(loaded.ok, JSON.stringify(loaded));
  return loaded.set;
};
const look =
  'id: look, effect: allow, principals: { groups: [reviewers] }, resources: { connections: [insights, (gateway)] }, operations: [review]';

const person = (subject: string, ...groups: readonly string[]): Identity => ({
  issuer: 'people',
  kind: 'person',
  subject,
  groups,
  groupsComplete: true,
  claims: {},
  declared: { tenant: 'string' },
});
const rita = person('rita', 'reviewers');

const world = (set: PolicySet) => {
  const state = { set, now: Date.UTC(2026, 10, 21) };
  const access = new RecordAccess({
    policy: () => state.set,
    connection: (name) =>
      name === 'insights'
        ? {
            people: 'people',
            protocol: {
              remask: (_operation, _status, body, masks) =>
                Buffer.from(JSON.stringify({ masked: masks.map(({ method }) => method), of: body.length })),
            },
          }
        : undefined,
    connections: ['insights'],
    people: 'people',
    now: () => state.now,
  });
  return { state, access };
};

const operation: Operation = {
  store: 'chroma',
  connection: 'insights',
  name: 'collection_query',
  classes: ['search'],
  targets: draftOf(testUlid(1)).header.operations[0]!.targets,
  records: 1,
  topK: { value: 10, name: 'n_results', given: true },
  ids: ['first', 'second'],
  filter: {
    op: 'and',
    of: [
      { op: 'compare', field: 'email', test: 'eq', value: 'ana@acme.example' },
      { op: 'not', of: { op: 'compare', field: 'open', test: 'in', value: ['yes', 'no'] } },
      { op: 'opaque', fields: ['phone'] },
    ],
  },
  references: [{ field: 'email', use: 'filter' }],
  returns: 'all',
};

/** A record of Ana's, with all parts. */
function recordOf(decision: object = {}, header: Partial<RecordHeader> = {}): StoredRecord {
  const draft = draftOf(testUlid(1));
  return {
    header: { ...draft.header, v: 1, parts: [], ...header },
    parts: {
      decision: Buffer.from(JSON.stringify({ effect: 'allow', operations: [decision] })),
      operations: Buffer.from(JSON.stringify({ operations: [operation] })),
      request: Buffer.from('{"where":{"email":"ana@acme.example"}}'),
      response: Buffer.from('{"metadatas":[{"email":"ana@acme.example"}]}'),
    },
  };
}
const withheld = (shown: { readonly withheld: readonly { readonly part: string }[] }): readonly string[] =>
  shown.withheld.map(({ part }) => part);

describe('which records somebody may see', () => {
  test('one’s own, and those of others that rules open', () => {
    const { access } = world(load(look));
    const record = recordOf();
    const ana = access.of(person('ana'));
    assert.deepEqual(
      [ana.sees(record.header), ana.reviews(record.header), ana.mayReview],
      [true, false, false],
    );
    assert.deepEqual(withheld(ana.show(record)), []);
    const omar = access.of(person('omar'));
    assert.deepEqual([omar.sees(record.header), omar.mayReview], [false, false]);
    assert.deepEqual(withheld(omar.show(record)), ['decision', 'operations', 'request', 'response']);
    const reader = access.of(rita);
    assert.deepEqual([reader.sees(record.header), reader.mayReview], [true, true]);
    assert.deepEqual(reader.reviewedConnections, ['insights', gateRecords]);
    assert.deepEqual(
      reader.trace.map(({ rule: { rule } }) => rule),
      ['look'],
    );
    assert.deepEqual(withheld(reader.show(record)), []);
    // Another issuer's ana is somebody else.
    assert.ok(!access.of({ ...person('ana'), issuer: 'ci' }).sees(record.header));
  });

  test('a connection that is no longer configured is closed to all but whoever asked', () => {
    const { access } = world(load(look.replace('connections: [insights, (gateway)]', 'collections: ["*"]')));
    const gone = recordOf({}, { connection: 'gone' });
    assert.ok(!access.of(rita).sees(gone.header));
    assert.ok(access.of(person('ana')).sees(gone.header));
  });

  test('what policy says now counts: changed rules and ended permits, for a reader who stays signed in', () => {
    const { state, access } = world(load(`${look}, expires: "2026-11-21T00:00:10Z"`));
    const { header } = recordOf();
    assert.ok(access.of(rita).sees(header));
    state.now += 10_000;
    assert.ok(!access.of(rita).sees(header));
    assert.ok(!access.of(rita).mayReview);
    state.set = load(look);
    assert.ok(access.of(rita).sees(header));
    state.set = load(look, 'id: d, effect: deny, operations: [review]');
    assert.ok(!access.of(rita).sees(header));
    assert.ok(
      !access
        .of(rita)
        .scope()
        .review(writePlace(placeOf(header))),
    );
  });

  test('names that were looked up are for whoever may review the record', () => {
    const { access } = world(load(look));
    const { header } = recordOf();
    const [first] = header.operations;
    const scope = { is: 'one', name: 'hidden', lookedUp: true } as const;
    const unseen: RecordHeader = {
      ...header,
      decision: { ...header.decision, unseen: true },
      operations: [{ ...first!, targets: [{ ...first!.targets[0]!, collection: scope }] }],
    };
    assert.doesNotMatch(JSON.stringify(access.of(person('ana')).names(unseen, unseen)), /hidden/);
    assert.match(JSON.stringify(access.of(rita).names(unseen, unseen)), /hidden/);
  });
});

describe('fields of a collection, told out of its records', () => {
  const place = placeOf(recordOf().header);
  const rightsUnder = (...rules: readonly string[]) => world(load(look, ...rules)).access.of(rita);

  test('are closed by what closes or narrows reading it in any way', () => {
    assert.equal(rightsUnder().closesFields(place), undefined);
    for (const operations of ['[search, fetch]', '[scan]', '[aggregate]', '[review]']) {
      const denied = rightsUnder(`id: d, effect: deny, operations: ${operations}`);
      assert.match(denied.closesFields(place) ?? '', /review|denies you to read/, operations);
    }
    const narrowed = rightsUnder(
      'id: g, effect: guard, operations: [search, fetch], require: { filter: { kind: open } }',
    );
    assert.match(narrowed.closesFields(place) ?? '', /a part of this collection/);
    assert.equal(rightsUnder('id: d, effect: deny, operations: [write]').closesFields(place), undefined);
  });

  test('are told without those that a mask drops, and what lies below them', () => {
    const paths = ['email', 'address', 'address.city', 'addresses', 'open'];
    const left = (mask: string): readonly string[] => {
      const rights = rightsUnder(`id: m, effect: guard, operations: [search, fetch], mask: [${mask}]`);
      assert.equal(rights.closesFields(place), undefined);
      return paths.filter((path) => !rights.dropsField(place)(path));
    };
    assert.deepEqual(left('{ fields: all, method: drop }'), []);
    assert.deepEqual(left('{ fields: [address, email], method: drop }'), ['addresses', 'open']);
    assert.deepEqual(left('{ fields: [address.city], method: drop }'), [
      'email',
      'address',
      'addresses',
      'open',
    ]);
    assert.deepEqual(left('{ fields: all, except: [open, address.city], method: drop }'), ['open']);
    assert.deepEqual(left('{ fields: all, method: redact }'), paths);
  });

  test('a field that policies know by another name too is dropped by either', () => {
    const otherName = (path: string): string | undefined => (path === 'document' ? '$document' : undefined);
    const dropped = (mask: string, path: string, name?: typeof otherName): boolean =>
      rightsUnder(`id: m, effect: guard, operations: [search], mask: [${mask}]`).dropsField(
        place,
        name,
      )(path);
    for (const field of ['$document', 'document'])
      for (const path of ['document', 'document.title'])
        assert.equal(dropped(`{ fields: [${field}], method: drop }`, path, otherName), true, field);
    assert.equal(dropped('{ fields: [$document], method: drop }', 'document'), false);
    assert.equal(dropped('{ fields: [$document], method: drop }', 'documents', otherName), false);
    assert.equal(dropped('{ fields: [$document], method: redact }', 'document', otherName), false);
  });
});

describe('how others’ records are shown', () => {
  const show = (rules: readonly string[], record = recordOf(), reader = rita) =>
    world(load(look, ...rules))
      .access.of(reader)
      .show(record);

  test('invariant 3: masks take values out of operations and the answer, and keep the request back', () => {
    const shown = show([
      'id: m, effect: guard, operations: [read], mask: [{ fields: [email], method: redact }, { fields: [$id], method: hash }]',
    ]);
    const told = JSON.stringify(shown);
    assert.doesNotMatch(told, /acme|"first"|"second"/);
    assert.deepEqual(withheld(shown), ['request']);
    assert.deepEqual(shown.response, { masked: ['redact', 'hash'], of: 44 });
    assert.match(told, /"field":"open","test":"in","value":\["yes","no"\]/);
    assert.match(told, /"ids":\["«redacted»","«redacted»"\]/);
    assert.match(told, /"op":"opaque","fields":\["phone"\]/);
  });

  test('what an operation may carry one day is not shown beside masks', () => {
    const record = recordOf();
    const odd = {
      ...operation,
      texts: ['ana@acme.example'],
      filter: { op: 'new', value: 'ana@acme.example' },
    };
    const parts = { ...record.parts, operations: Buffer.from(JSON.stringify({ operations: [odd] })) };
    const shown = show(['id: m, effect: guard, mask: [{ fields: [email], method: redact }]'], {
      ...record,
      parts,
    });
    assert.doesNotMatch(JSON.stringify(shown), /acme/);
  });

  test('texts and written values of masked fields are hidden whole, parents and children of the path too', () => {
    const record = recordOf();
    const written: Operation = {
      ...operation,
      classes: ['upsert'],
      filter: { op: 'compare', field: '$document', test: 'text', value: 'call ana@acme.example' },
      written: {
        fields: ['address.city', 'open'],
        items: [{ 'address.city': 'Acme', open: 'yes', $document: 'acme' }],
      },
    };
    const parts = { ...record.parts, operations: Buffer.from(JSON.stringify({ operations: [written] })) };
    const shown = show(
      [
        'id: m, effect: guard, operations: [fetch], mask: [{ fields: [address], method: redact }, { fields: [$document], detectors: [email], method: redact }]',
      ],
      { ...record, parts },
    );
    assert.doesNotMatch(JSON.stringify(shown.operations), /acme/i);
    assert.match(JSON.stringify(shown.operations), /"open":"yes"/);
  });

  test('the claims that narrowed it are hidden where their field is masked', () => {
    const filter = { op: 'compare', field: 'tenant', test: 'eq', value: 'acme' };
    const record = recordOf({ obligations: { filter } });
    const mask = (field: string) => `id: m, effect: guard, mask: [{ fields: [${field}], method: redact }]`;
    assert.deepEqual(withheld(show([mask('tenant')], record)), ['decision', 'request']);
    assert.deepEqual(withheld(show([mask('phone')], record)), ['request']);
  });

  test('claims are shown, but all are hidden where one is called like a masked field', () => {
    const record = recordOf();
    const identity = { claims: { tenant: 'acme', level: 3 }, groupsComplete: true };
    const parts = {
      ...record.parts,
      operations: Buffer.from(JSON.stringify({ operations: [operation], identity })),
    };
    const shown = (fields: string) =>
      show([`id: m, effect: guard, mask: [{ fields: ${fields}, method: redact }]`], { ...record, parts });
    assert.deepEqual((shown('[phone]').operations as { identity?: unknown }).identity, identity);
    assert.doesNotMatch(JSON.stringify(shown('[tenant]')), /"acme"|claims/);
    assert.doesNotMatch(JSON.stringify(shown('all')), /"acme"|claims/);
  });

  test('invariant 3: a guard’s filter is kept by what was narrowed as much; all else is withheld', () => {
    const acme = { op: 'compare', field: 'tenant', test: 'eq', value: 'acme' };
    const open = { op: 'compare', field: 'open', test: 'eq', value: 'yes' };
    const rules = ['id: g, effect: guard, require: { filter: { tenant: acme } }'];
    const all = ['decision', 'operations', 'request', 'response'];
    const narrowed = (filter: object | undefined, header: Partial<RecordHeader> = {}) =>
      withheld(show(rules, recordOf({ obligations: { filter } }, header)));
    assert.deepEqual(narrowed(acme), []);
    assert.deepEqual(narrowed({ op: 'and', of: [acme, open] }), []);
    assert.deepEqual(narrowed({ op: 'or', of: [acme, open] }), all);
    assert.deepEqual(narrowed({ ...acme, value: 'globex' }), all);
    assert.deepEqual(narrowed(undefined), all);
    const { decision } = recordOf().header;
    assert.deepEqual(narrowed(acme, { decision: { ...decision, mode: 'monitor' } }), all);
    assert.deepEqual(narrowed(acme, { decision: { ...decision, effect: 'deny' } }), all);
  });

  test('refusals of reading and approvals close the content; what was not understood is for whom nothing binds', () => {
    const all = ['decision', 'operations', 'request', 'response'];
    assert.deepEqual(withheld(show(['id: d, effect: deny, operations: [search]'])), all);
    assert.deepEqual(
      withheld(
        show([
          'id: p, effect: require-approval, operations: [read], approval: { approvers: { groups: [owners] } }',
        ]),
      ),
      all,
    );
    const { header, parts } = recordOf({}, { operations: [] });
    const { operations: _none, ...rest } = parts;
    assert.deepEqual(withheld(show([], { header, parts: rest })), ['decision', 'request', 'response']);
    assert.deepEqual(show([], { header, parts: {} }).withheld, []);
  });
});

describe('an extract', () => {
  const mask = load(
    'id: m, effect: guard, principals: { except: { groups: [officers] } }, resources: { connections: [insights] }, mask: [{ fields: [email], method: hash }]',
  );
  const elsewhere = load(
    'id: m, effect: guard, resources: { collections: [elsewhere] }, mask: [{ fields: [email], method: hash }]',
  );
  const shownTo = (reader: Identity, extract: PolicySet, record = recordOf(), ...rules: readonly string[]) =>
    world(load(look, ...rules))
      .access.of(reader)
      .show(record, extract);

  test('invariant 3: masks others’ records by its guards and the reader’s own', () => {
    const own = 'id: o, effect: guard, mask: [{ fields: [phone], method: redact }]';
    const shown = shownTo(rita, mask, recordOf(), own);
    assert.deepEqual(shown.response, { masked: ['redact', 'hash'], of: 44 });
    assert.deepEqual(shown.withheld, [
      {
        part: 'request',
        reason: 'It may quote fields that are masked in this extract; what was asked stands in operations.',
      },
    ]);
    assert.doesNotMatch(JSON.stringify(shown), /acme/);
    // What the reader's own guards close stays closed, and what no guard is about stays whole.
    const all = ['decision', 'operations', 'request', 'response'];
    assert.deepEqual(
      withheld(shownTo(rita, mask, recordOf(), 'id: d, effect: deny, operations: [search]')),
      all,
    );
    assert.deepEqual(withheld(shownTo(person('omar'), mask)), all);
    assert.equal(shownTo(rita, elsewhere).whole, true);
  });

  test('masks one’s own records, for whom its guards are', () => {
    const shown = shownTo(person('ana'), mask);
    assert.deepEqual(shown.response, { masked: ['hash'], of: 44 });
    assert.doesNotMatch(JSON.stringify(shown), /acme/);
    assert.equal(shownTo(person('ana', 'officers'), mask).whole, true);
    // One's own, the rules in force aside: they bind who reads what is of others.
    const deny = 'id: d, effect: deny, operations: [search]';
    assert.deepEqual(shownTo(person('ana'), mask, recordOf(), deny).response, { masked: ['hash'], of: 44 });
  });

  test('withholds what cannot be masked: of a connection that is gone, not understood, written by people', () => {
    const all = ['decision', 'operations', 'request', 'response'];
    const ana = person('ana');
    const gone = shownTo(ana, mask, recordOf({}, { connection: 'gone' }));
    assert.deepEqual(withheld(gone), all);
    assert.match(gone.withheld[0]!.reason, /gone is no longer configured, so it cannot be masked in this/);
    const record = recordOf();
    const unread = { ...record, parts: { ...record.parts, operations: Buffer.from('{}') } };
    assert.deepEqual(withheld(shownTo(ana, mask, unread)), all);
    const header: Partial<RecordHeader>[] = [
      { reviewed: { of: 'records' } },
      { connection: gateRecords },
      { note: { of: { issuer: 'people', subject: 'ana' } } },
    ];
    for (const of of header) {
      const said = shownTo(ana, mask, recordOf({}, of));
      assert.deepEqual(withheld(said), ['request', 'response'], JSON.stringify(of));
      assert.equal('whole' in said, false);
      assert.ok(said.decision !== undefined && said.operations !== undefined);
    }
  });
});

describe('looks', () => {
  const book = () => {
    const drafts: RecordDraft[] = [];
    const looks = new RecordLooks({
      recorder: {
        append: async (draft) => {
          drafts.push(draft);
        },
        sessionFor: ({ connection, token }) => `${connection} ${token}`,
      },
      rates: new RateLedger(),
      refusals: new RefusalBudget(2_000, () => {}),
      now: () => Date.UTC(2026, 10, 21),
    });
    const looker = { verified: { identity: rita, session: 's', expires: 0 }, client: { address: '::1' } };
    return { drafts, looks, looker };
  };

  test('name who, what, through which rules, and are about what was looked at', async () => {
    const { drafts, looks, looker } = book();
    const { access } = world(load(look));
    const { header } = recordOf();
    const rights = access.of(rita);
    assert.ok(rights.sees(header));
    await looks.taken(looker, rights, {
      look: { of: 'record', record: header.id },
      place: placeOf(header),
      told: { withheld: [] },
    });
    const [made] = drafts;
    assert.deepEqual(placeOf(made!.header), placeOf(header));
    assert.deepEqual(made!.header.reviewed, { of: 'record', record: header.id });
    assert.deepEqual(
      [made!.header.who.subject, made!.header.decision.rules[0]?.rule, made!.header.operations[0]?.classes],
      ['rita', 'look', ['review']],
    );
    // Who may see the record may see that it was looked at, and all of that.
    const shown = access.of(person('otto', 'reviewers')).show({
      header: { ...made!.header, v: 1, parts: [] },
      parts: { operations: Buffer.from(String(made!.parts.operations)), response: Buffer.from('{}') },
    });
    assert.deepEqual(shown.withheld, []);
    // About more places than a header should name: it is about all of the connection.
    const targets = Array.from({ length: 101 }, (_, number) => ({
      ...placeOf(header).targets[0]!,
      collection: one(`c${number}`),
    }));
    await looks.taken(looker, rights, {
      look: { of: 'session', session: header.session },
      place: { ...placeOf(header), targets },
    });
    assert.deepEqual(
      drafts[1]!.header.operations[0]?.targets.map(({ collection }) => collection.is),
      ['every'],
    );
  });

  test('are charged to the rates of rules, once each; what is refused has its share of the disk', async () => {
    const { drafts, looks, looker } = book();
    const { access } = world(
      load(look, 'id: slow, effect: guard, operations: [review], limits: { rate: 2/h }'),
    );
    const take = async () => {
      const rights = access.of(rita);
      rights.sees(recordOf().header);
      rights.sees(recordOf({}, { operations: [] }).header);
      await looks.taken(looker, rights, { look: { of: 'records' } });
    };
    await take();
    await take();
    await assert.rejects(take(), { code: 'review-rate-exceeded', message: /rule slow/ });
    assert.equal(drafts.length, 2);
    const refuse = () => looks.refused(looker, access.of(rita), { of: 'record', record: testUlid(9) });
    await refuse();
    await refuse();
    await assert.rejects(refuse(), { code: 'refusals-exhausted' });
    assert.deepEqual(
      [
        drafts.length,
        drafts[3]?.header.decision.effect,
        drafts[3]?.header.outcome,
        drafts[3]?.header.connection,
      ],
      [4, 'deny', 'refused', gateRecords],
    );
  });
});
