import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { gateRecords, type Operation } from '@vectorgate/policy-schema';
import type { RecordHeader } from '../record.ts';
import { placeOf, writePlace } from './recorded-place.ts';
import { load, look, operation, person, recordOf, rita, withheld, world } from './testing/reviewed-record.ts';

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

  test('invariant 3: of a request of several operations the answer is masked by what binds any of them', () => {
    const record = recordOf();
    const [target] = operation.targets;
    const elsewhere = { ...target!, collection: { is: 'one', name: 'elsewhere' } } as const;
    const operations = [operation, { ...operation, targets: [elsewhere] }];
    const parts = { ...record.parts, operations: Buffer.from(JSON.stringify({ operations })) };
    const guards = ['email', 'phone'].map(
      (field, at) =>
        `id: ${field}, effect: guard, resources: { collections: [${operations[at]!.targets.map(({ collection }) => (collection.is === 'one' ? collection.name : '')).join()}] }, mask: [{ fields: [${field}], method: ${at === 0 ? 'redact' : 'hash'} }]`,
    );
    assert.deepEqual(show(guards, { ...record, parts }).response, { masked: ['redact', 'hash'], of: 44 });
  });

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
    // What a rule that is only watched would have owed.
    const decision = { operations: [{}], monitored: { operations: [{ obligations: { filter } }] } };
    const watched = {
      ...record,
      parts: { ...record.parts, decision: Buffer.from(JSON.stringify(decision)) },
    };
    assert.deepEqual(withheld(show([mask('tenant')], watched)), ['decision', 'request']);
    assert.deepEqual(withheld(show([mask('phone')], watched)), ['request']);
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
