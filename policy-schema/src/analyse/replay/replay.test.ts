import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { decide } from '../../decide/decide.ts';
import {
  buildIdentity,
  buildInput,
  buildOperation,
  type CaseIdentity,
  type CaseOperation,
} from '../../testing/build-input.ts';
import { loadRules } from '../../testing/load-rules.ts';
import * as random from '../../testing/random-rules.ts';
import { runs } from '../../testing/runs.ts';
import { AskTable } from './ask-table.ts';
import { recordOperation } from './record-operation.ts';
import type { RecordedAsk, RecordedRequest } from './recorded.ts';
import { readRecordedLines, writeRecordedLines } from './recorded-lines.ts';
import { replay } from './replay.ts';

const noon = Date.parse('2026-11-21T12:00:00Z');

const askOf = (
  identity: CaseIdentity | undefined,
  operations: readonly CaseOperation[],
  decision: RecordedAsk['decision'] = { effect: 'allow' },
): RecordedAsk => {
  const { issuer, kind, subject, groups, groupsComplete, claims } = buildIdentity(identity);
  return {
    connection: 'insights',
    people: 'people',
    who: { issuer, kind, subject, groups, groupsComplete, claims },
    operations: operations.map((one) => recordOperation(buildOperation(one))),
    decision,
  };
};
const request = (id: number, ask: RecordedAsk, time = noon): RecordedRequest => ({
  id: `r${id}`,
  session: `s${id % 3}`,
  time,
  ask,
});

const read = {
  effect: 'allow',
  principals: { groups: ['analysts'] },
  resources: { connections: ['insights'] },
  operations: ['search', 'fetch', 'upsert'],
  limits: { topK: 50 },
};
const set = (...rules: object[]) => loadRules(rules.map((rule, i) => ({ id: `r${i}`, ...rule })));
const mask = (method: string) => ({ id: 'mail', effect: 'guard', mask: [{ fields: ['email'], method }] });

test('says by rule what would have been refused, allowed, masked and unmasked, for whom', async () => {
  const base = set(read, mask('hash'));
  const head = set(
    { ...read, limits: { topK: 20 } },
    { ...mask('hash'), principals: { except: { groups: ['auditors'] } } },
  );
  const asks = [
    askOf({ subject: 'ana' }, [{ topK: 30 }]),
    askOf({ subject: 'ben', groups: ['analysts', 'auditors'] }, [{ topK: 5 }]),
    askOf({ subject: 'cleo', groups: [] }, [{ topK: 5 }]),
  ];
  const requests = Array.from({ length: 9 }, (_, i) => request(i, asks[i % 3]!, noon + i));
  const report = await replay(requests, { base, head });
  assert.deepEqual(
    report.changes.map(({ kind, what, rule, requests: count, who }) => [
      kind,
      what,
      rule?.rule,
      rule?.side,
      count,
      who[0]?.subject,
    ]),
    [
      ['unmasked', 'email: hash → whole', 'mail', 'head', 3, 'ben'],
      ['refused', 'limit-exceeded', 'r0', 'head', 3, 'ana'],
    ],
  );
  assert.deepEqual([report.requests, report.differing, report.first, report.last], [9, 6, noon, noon + 8]);
  assert.deepEqual(
    report.changes[1]!.examples.map(({ record }) => record),
    ['r6', 'r3', 'r0'],
  );
  const back = await replay(requests, { base: head, head: base });
  assert.deepEqual(
    back.changes.map(({ kind, rule }) => [kind, rule?.rule, rule?.side]),
    [
      ['allowed', 'r0', 'head'],
      ['masked', 'mail', 'head'],
    ],
  );
});

test('without a base, what was decided then is compared with; what the gate refused is left aside', async () => {
  const head = set(read);
  const report = await replay(
    [
      request(1, askOf({}, [{ topK: 10 }], { effect: 'deny', code: 'no-permit' })),
      request(2, askOf({}, [{ topK: 10 }], { effect: 'deny', code: 'rate-exceeded' })),
      request(3, askOf({}, [{ topK: 60 }])),
      request(4, askOf({}, [], { effect: 'deny', code: 'unreadable' })),
    ],
    { head },
  );
  assert.deepEqual(
    report.changes.map(({ kind, what }) => [kind, what]),
    [
      ['allowed', 'no-permit'],
      ['refused', 'limit-exceeded'],
    ],
  );
  assert.deepEqual(report.unsure, { 'refused-by-gate': 1, 'not-understood': 1 });
});

test('what depends on values that were not kept is counted, not guessed', async () => {
  const tenant = (value: string) => ({ effect: 'guard', require: { filter: { tenant: value } } });
  const write: CaseOperation = {
    classes: ['upsert'],
    written: { fields: ['tenant'], items: [{ tenant: 'A' }] },
  };
  const wrote = await replay([request(1, askOf({}, [write]))], {
    base: set(read, tenant('A')),
    head: set(read, tenant('B')),
  });
  assert.deepEqual([wrote.changes, wrote.unsure], [[], { 'written-values': 1 }]);
  const old = askOf({}, [{ topK: 1 }]);
  const { claims: _, ...who } = old.who;
  const byClaim = set(read, { effect: 'deny', principals: { claims: { dept: ['x'] } } });
  const unknown = await replay([request(1, { ...old, who })], { base: set(read), head: byClaim });
  assert.deepEqual(unknown.unsure, { 'claims-not-recorded': 1 });
});

test('a permit that ended is decided by the time of the request', async () => {
  const head = set({ ...read, expires: '2026-11-21T12:00:00Z' });
  const ask = askOf({}, [{ topK: 1 }]);
  const report = await replay([request(1, ask, noon - 1), request(2, ask, noon)], { base: set(read), head });
  assert.deepEqual(
    report.changes.map(({ kind, examples }) => [kind, examples.map(({ record }) => record)]),
    [['refused', ['r2']]],
  );
});

test('differs exactly where decisions do', async () => {
  const asked = fc.array(fc.tuple(random.identity, random.operation), { minLength: 5, maxLength: 10 });
  let differing = 0;
  await fc.assert(
    fc.asyncProperty(random.ruleSet, random.ruleSet, asked, async (one, other, list) => {
      const [base, head] = [loadRules(one), loadRules(other)];
      const requests = list.map(([identity, operation], i) => request(i, askOf(identity, [operation])));
      const report = await replay(requests, { base, head });
      const effects = list.filter(([identity, operation]) => {
        const input = buildInput(identity, [operation]);
        // What was written is not kept.
        return operation.written === undefined && decide(base, input).effect !== decide(head, input).effect;
      });
      differing += effects.length;
      const told = new Set(
        report.changes
          .filter(({ kind }) => ['allowed', 'refused', 'held'].includes(kind))
          .flatMap(({ examples }) => examples.map(({ record }) => record)),
      );
      for (const [at] of list.entries()) {
        const isTold = told.has(`r${at}`);
        const [identity, operation] = list[at]!;
        if (operation.written !== undefined) continue;
        assert.equal(
          isTold,
          effects.some((pair) => pair[0] === identity && pair[1] === operation),
          `r${at}`,
        );
      }
    }),
    { numRuns: runs(30) },
  );
  assert.ok(differing > 20);
});

test('stops when it is told to, with what it has', async () => {
  const stop = new AbortController();
  const requests = (function* () {
    for (let i = 0; ; i++) {
      if (i === 1000) stop.abort();
      yield request(i, askOf({}, [{ topK: 10 }]));
    }
  })();
  const report = await replay(requests, { head: set(), signal: stop.signal });
  assert.deepEqual([report.cancelled, report.requests], [true, 1000]);
});

test('requests are kept as lines and read again alike; a broken line is told by its number', async () => {
  const table = new AskTable();
  const asks = [
    askOf({}, [{ topK: 30 }]),
    askOf({ groups: [] }, [{ classes: ['scan'], page: 'infinite' }]),
  ].map((ask) => table.one(ask));
  const requests = [0, 1, 0, 1].map((at, i) => request(i, asks[at]!));
  const lines: string[] = [];
  for await (const line of writeRecordedLines(requests)) lines.push(line.trimEnd());
  assert.equal(lines.length, 7);
  const again: RecordedRequest[] = [];
  for await (const one of readRecordedLines(lines, 'a.jsonl')) again.push(one);
  assert.deepEqual(again, requests);
  assert.equal(again[0]!.ask, again[2]!.ask);
  const readAll = async (broken: string[]): Promise<void> => {
    for await (const _ of readRecordedLines(broken, 'a.jsonl'));
  };
  await assert.rejects(
    readAll([...lines.slice(0, 2), '{"id":"x"']),
    /^PolicyError: a\.jsonl:3 This record cannot be read/,
  );
  await assert.rejects(readAll([lines[0]!, lines[2]!]), /a\.jsonl:2 /);
  await assert.rejects(readAll(['{}']), /a\.jsonl:1 This is no file of recorded operations/);
  await assert.rejects(readAll([]), /a\.jsonl is empty/);
});
