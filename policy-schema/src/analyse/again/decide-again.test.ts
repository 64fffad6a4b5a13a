import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Check } from 'typebox/value';
import type { PolicySet } from '../../compile/policy-set.ts';
import { decide } from '../../decide/decide.ts';
import { buildInput, type CaseIdentity, type CaseOperation } from '../../testing/build-input.ts';
import { loadRules } from '../../testing/load-rules.ts';
import { recordOperation } from '../replay/record-operation.ts';
import type { RecordedAsk } from '../replay/recorded.ts';
import { readToday, TodaySchema } from './again-schema.ts';
import { againNotes, againSummary } from './again-texts.ts';
import { decideAgain } from './decide-again.ts';

const noon = Date.parse('2026-11-21T12:00:00Z');
const read = {
  effect: 'allow',
  principals: { groups: ['analysts'] },
  resources: { connections: ['insights'] },
  operations: ['search', 'fetch', 'upsert'],
  limits: { topK: 50 },
};
const own = { effect: 'guard', require: { filter: { tenant: { claim: 'tenant' } } } };
const mask = (method: string) => ({ effect: 'guard', mask: [{ fields: ['email'], method }] });
const set = (rules: Readonly<Record<string, object>>) =>
  loadRules(Object.entries(rules).map(([id, rule]) => ({ id, ...rule })));

/** A request as it was decided then, as the gateway keeps and tells it. */
function recordedBy(
  then: PolicySet,
  operations: readonly CaseOperation[],
  identity: CaseIdentity = {},
): { ask: RecordedAsk; recorded: unknown } {
  const input = buildInput(identity, operations);
  const decision = decide(then, input);
  const { issuer, kind, subject, groups, groupsComplete, claims } = input.identity;
  const { effect, refusal } = decision;
  const ask: RecordedAsk = {
    connection: 'insights',
    people: 'people',
    who: { issuer, kind, subject, groups, groupsComplete, claims },
    operations: input.operations.map(recordOperation),
    decision: { effect, ...(refusal && { code: refusal.code }) },
  };
  return { ask, recorded: JSON.parse(JSON.stringify({ effect, operations: decision.operations })) };
}
const again = (now: PolicySet, asked: { ask: RecordedAsk; recorded: unknown }) =>
  decideAgain(now, { ...asked, instant: noon });

test('the same policies decide the same, and say by which rules', () => {
  const policies = set({ read, own, mail: mask('hash') });
  const decided = again(policies, recordedBy(policies, [{ topK: 10 }]));
  assert.deepEqual(decided.changes, []);
  assert.equal(decided.unsure, undefined);
  assert.equal(decided.otherRules, false);
  assert.deepEqual(decided.before, decided.now);
  assert.deepEqual(
    [decided.now?.effect, decided.now?.filter, decided.now?.masks],
    ['allow', ['tenant'], [{ field: 'email', as: 'hash' }]],
  );
  assert.deepEqual(decided.now?.rules.map(({ rule }) => rule).sort(), ['mail', 'own', 'read']);
  assert.equal(againSummary(decided), 'This would be decided as it was.');
});

test('what would be otherwise is told with its rule, down to file and line', () => {
  const then = set({ read, own, mail: mask('hash') });
  const now = set({ read, own, mail: mask('drop') });
  const masked = again(now, recordedBy(then, [{ topK: 10 }]));
  assert.deepEqual(
    masked.changes.map(({ kind, what, rule }) => [kind, what, rule?.rule, typeof rule?.line]),
    [['masked', 'email: hash → drop', 'mail', 'number']],
  );
  assert.equal(againSummary(masked), 'This would be otherwise.');
  const refused = again(set({ read: { ...read, limits: { topK: 5 } } }), recordedBy(then, [{ topK: 10 }]));
  assert.deepEqual(
    refused.changes.map(({ kind, what, rule }) => [kind, what, rule?.rule]),
    [['refused', 'limit-exceeded', 'read']],
  );
  assert.deepEqual([refused.now?.effect, refused.now?.code], ['deny', 'limit-exceeded']);
  const allowed = again(set({ read: { ...read, limits: { topK: 500 } } }), recordedBy(then, [{ topK: 400 }]));
  assert.deepEqual([allowed.changes[0]?.kind, allowed.before?.code], ['allowed', 'limit-exceeded']);
});

test('the same by other rules is told apart', () => {
  const decided = again(set({ other: read }), recordedBy(set({ read }), [{ topK: 10 }]));
  assert.deepEqual([decided.changes, decided.otherRules], [[], true]);
  assert.match(againSummary(decided), /by other rules/);
});

test('it is decided as of now: a permit that has ended permits nothing any more', () => {
  const ending = set({ read: { ...read, expires: '2026-11-21T18:00:00Z' } });
  const asked = recordedBy(ending, [{ topK: 10 }]);
  assert.deepEqual(again(ending, asked).changes, []);
  const later = decideAgain(ending, { ...asked, instant: noon + 86_400_000 });
  assert.equal(later.changes[0]?.kind, 'refused');
});

test('what cannot be told says so', () => {
  const policies = set({ read, own });
  const writing = recordedBy(policies, [
    { classes: ['upsert'], written: { fields: ['tenant'], items: [{ tenant: 'acme' }] } },
  ]);
  const written = again(policies, writing);
  assert.deepEqual([written.unsure, written.changes], ['written-values', []]);
  assert.match(againSummary(written), /cannot be told/);

  const { ask, recorded } = recordedBy(policies, [{ topK: 10 }]);
  const { claims: _, ...who } = ask.who;
  assert.equal(again(policies, { ask: { ...ask, who }, recorded }).unsure, 'claims-not-recorded');
  assert.equal(again(policies, { ask: { ...ask, operations: [] }, recorded }).unsure, 'not-understood');

  const rated = { ...ask, decision: { effect: 'deny', code: 'rate-exceeded' } as const };
  const byGate = again(policies, { ask: rated, recorded: null });
  assert.deepEqual([byGate.unsure, byGate.changes, byGate.now?.effect], ['refused-by-gate', [], 'allow']);

  const hidden = again(set({ read, own, mail: mask('drop') }), { ask, recorded: null });
  assert.equal(hidden.before, undefined);
  assert.match(againNotes(hidden).join(' '), /is not shown to you/);
});

test('a record of any shape is no trouble', () => {
  const { ask } = recordedBy(set({ read }), [{ topK: 10 }]);
  for (const recorded of [null, 1, 'x', {}, { operations: [] }, { operations: [null] }, { operations: [{}] }])
    assert.equal(again(set({ read }), { ask, recorded }).before, undefined, JSON.stringify(recorded));
});

test('what the API says of it is of its schema, and reads back', () => {
  const policies = set({ read, own, mail: mask('hash') });
  const asked = recordedBy(policies, [{ topK: 10 }]);
  const said: unknown = JSON.parse(
    JSON.stringify({
      decided: again(policies, asked),
      revision: 'd',
      ask: asked.ask,
      decision: asked.recorded,
    }),
  );
  assert.ok(Check(TodaySchema, said), JSON.stringify(said));
  assert.deepEqual(readToday(said)?.decided, again(policies, asked));
  assert.equal(readToday({ decided: {} }), undefined);
});
