import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { gateRecords, one } from '@vectorgate/policy-schema';
import { RateLedger } from '../../pipeline/rate-ledger.ts';
import { RefusalBudget } from '../../pipeline/refusal-budget.ts';
import type { RecordDraft } from '../record.ts';
import { testUlid } from '../testing/record-drafts.ts';
import { RecordLooks } from './record-looks.ts';
import { placeOf } from './recorded-place.ts';
import type { StoredRecord } from './shown-record.ts';
import { load, look, person, recordOf, rita, withheld, world } from './testing/reviewed-record.ts';

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

  test('into requests keep their words and what they found to whoever looked', async () => {
    const { drafts, looks, looker } = book();
    const { access } = world(load(look));
    const told = { records: [testUlid(1)] };
    const ask = async (query?: string): Promise<StoredRecord> => {
      const rights = access.of(rita);
      await looks.taken(looker, rights, { look: { of: 'records' }, asked: { query }, told });
      const { header, parts } = drafts.at(-1)!;
      const bytes = Object.entries(parts).map(([name, part]) => [name, Buffer.from(part as string)]);
      return { header: { ...header, v: 1, parts: [] }, parts: Object.fromEntries(bytes) };
    };
    const otto = access.of(person('otto', 'reviewers'));
    // One whose language is not known any more may have been about texts.
    for (const query of ['class:upsert text:"zoe@acme.example"', '-text:zoe', 'text-of:zoe']) {
      const record = await ask(query);
      const shown = otto.show(record);
      assert.deepEqual(withheld(shown), ['request', 'response'], query);
      assert.ok(shown.withheld.every(({ reason }) => /to whoever searched, and nobody else\.$/.test(reason)));
      assert.doesNotMatch(JSON.stringify(shown), /zoe|01K0/, query);
      assert.notEqual(shown.whole, true);
      const own = access.of(rita).show(record);
      assert.deepEqual([own.request, own.response, own.withheld], [{ query }, told, []]);
    }
    for (const query of ['class:upsert', 'who:"text:zoe"', undefined]) {
      const shown = otto.show(await ask(query));
      assert.deepEqual([shown.response, shown.withheld], [told, []], query);
    }
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
