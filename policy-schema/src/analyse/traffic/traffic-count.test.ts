import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { decide } from '../../decide/decide.ts';
import {
  buildIdentity,
  buildOperation,
  type CaseIdentity,
  type CaseOperation,
} from '../../testing/build-input.ts';
import { loadRules } from '../../testing/load-rules.ts';
import * as random from '../../testing/random-rules.ts';
import { runs } from '../../testing/runs.ts';
import { recordOperation } from '../replay/record-operation.ts';
import type { RecordedRequest } from '../replay/recorded.ts';
import { inputOf } from '../replay/recorded-input.ts';
import { TrafficCount } from './traffic-count.ts';

const noon = Date.parse('2026-11-21T12:00:00Z');

function request(identity: CaseIdentity, operations: readonly CaseOperation[], time = noon): RecordedRequest {
  const { issuer, kind, subject, groups, groupsComplete, claims } = buildIdentity(identity);
  const ask = {
    connection: 'insights',
    people: 'people',
    who: { issuer, kind, subject, groups, groupsComplete, claims },
    operations: operations.map((one) => recordOperation(buildOperation(one))),
    decision: { effect: 'allow' } as const,
  };
  return { id: 'r', session: 's', time, ask };
}

function counts(rules: readonly object[], requests: readonly RecordedRequest[]): Record<string, number[]> {
  const counting = new TrafficCount(loadRules(rules).rules, requests);
  while (!counting.goOn(1));
  return Object.fromEntries(
    [...counting.rules].map(([key, { matched, refused }]) => [key.replace('test/', ''), [matched, refused]]),
  );
}

test('counts for each rule what it matches and what it would refuse', () => {
  const everywhere = { resources: { connections: ['insights'] } };
  const rules = [
    {
      id: 'read',
      effect: 'allow',
      principals: { groups: ['analysts'] },
      ...everywhere,
      operations: ['search'],
      limits: { topK: 50 },
    },
    {
      id: 'old',
      effect: 'allow',
      principals: { groups: ['analysts'] },
      ...everywhere,
      operations: ['fetch'],
      expires: '2026-11-21T11:00:00Z',
    },
    { id: 'no', effect: 'deny', principals: { groups: ['contractors'] } },
    { id: 'tenant', effect: 'guard', ...everywhere, require: { filter: { tenant: { claim: 'tenant' } } } },
    {
      id: 'watched',
      effect: 'guard',
      mode: 'monitor',
      ...everywhere,
      operations: ['search'],
      limits: { topK: 5 },
    },
    { id: 'idle', effect: 'deny', operations: ['backup'] },
  ];
  const requests = [
    request({}, [{ topK: 10 }, { topK: 3 }]),
    request({}, [{ topK: 10 }, { topK: 3 }]),
    request({}, [{ topK: 80 }]),
    request({ groups: ['contractors'] }, [{ topK: 3 }]),
    request({ claims: {} }, [{ topK: 3 }]),
    request({}, [{ classes: ['fetch'] }], noon - 2 * 3_600_000),
    request({}, [{ classes: ['fetch'] }]),
    request({}, [{ classes: ['meta'], implied: 'list' }]),
    { ...request({}, []) },
  ];
  assert.deepEqual(counts(rules, requests), {
    read: [6, 1],
    old: [1, 0],
    no: [1, 1],
    tenant: [9, 1],
    watched: [7, 3],
    idle: [0, 0],
  });
});

test('a rule that is said to refuse is in the way: without any that does, more is allowed', () => {
  const rule = fc.oneof(random.permit, random.permit, random.deny, random.guard);
  const asked = fc.tuple(random.identity, fc.array(random.operation, { minLength: 1, maxLength: 2 }));
  let refusals = 0;
  fc.assert(
    fc.property(fc.array(rule, { minLength: 1, maxLength: 5 }), asked, (list, [identity, operations]) => {
      const rules = random.named(list).map((one) => ({ ...one, mode: undefined }));
      const one = request(identity, operations);
      const refusing = Object.entries(counts(rules, [one])).filter(([, [, refused = 0]]) => refused > 0);
      const { effect, operations: each } = decide(loadRules(rules), inputOf(one.ask, noon));
      // What connecting and the like imply is not counted.
      const byDenies = each.some(
        ({ refusal }, at) => refusal?.code === 'denied' && operations[at]?.implied === undefined,
      );
      if (effect === 'allow') assert.deepEqual(refusing, []);
      if (byDenies) assert.ok(refusing.length > 0);
      refusals += refusing.length;
    }),
    { numRuns: runs(60) },
  );
  assert.ok(refusals > 3, String(refusals));
});
