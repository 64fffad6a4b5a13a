import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { gateRecords, type Identity, type PolicySet } from '@vectorgate/policy-schema';
import type { RecordHeader } from '../record.ts';
import { load, look, person, recordOf, rita, withheld, world } from './testing/reviewed-record.ts';

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
