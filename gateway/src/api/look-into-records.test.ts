import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { setImmediate as breathe } from 'node:timers/promises';
import type { Operation, PolicySet, RequiredFilter } from '@vectorgate/policy-schema';
import { type LookBounds, lookBounds, readQuery } from '@vectorgate/policy-schema/records-query';
import fc from 'fast-check';
import type { LogRecorder } from '../sessions/log-recorder.ts';
import type { RecordDraft } from '../sessions/record.ts';
import { recordFolders } from '../sessions/record-folders.ts';
import { load, look, operation, person, rita, world } from '../sessions/review/testing/reviewed-record.ts';
import { openTestRecorder, testEvidence } from '../sessions/testing/open-test-recorder.ts';
import { draftOf, testUlid } from '../sessions/testing/record-drafts.ts';
import { temporaryFolder } from '../sessions/testing/temporary-folder.ts';
import type { Caller } from './caller.ts';
import { lookIntoRecords } from './look-into-records.ts';
import { seenValues } from './what-callers-see.ts';

const now = Date.UTC(2026, 10, 21, 12);
const maskedMail =
  'id: m, effect: guard, principals: { groups: [reviewers] }, operations: [read, write], mask: [{ fields: [email], method: redact }]';

interface Made {
  readonly subject?: string;
  readonly session?: number;
  readonly connection?: string;
  readonly asked?: unknown;
  readonly operation?: Partial<Operation>;
  /** What a guard added. */
  readonly added?: RequiredFilter;
  /** Nothing was kept of what was asked. */
  readonly bare?: boolean;
  readonly header?: Partial<RecordDraft['header']>;
}

function made(number: number, { asked, bare = false, ...of }: Made): RecordDraft {
  const { subject = 'ana', connection = 'insights' } = of;
  const { header } = draftOf(testUlid(number), {
    subject,
    connection,
    session: testUlid(9_000 + (of.session ?? 0)),
    time: new Date(now - (1_000 - number) * 1_000).toISOString(),
  });
  return {
    header: { ...header, ...of.header },
    parts: {
      decision: JSON.stringify({ effect: 'allow', operations: [{ obligations: { filter: of.added } }] }),
      ...(!bare && {
        operations: JSON.stringify({
          operations: [{ ...operation, connection, ids: [], filter: undefined, ...of.operation }],
          identity: { claims: { tenant: 'claimed' } },
        }),
        request: asked === undefined ? '{}' : typeof asked === 'string' ? asked : JSON.stringify(asked),
      }),
      response: '{"documents":["answered"]}',
    },
  };
}

interface AskedBy {
  readonly who?: 'ana' | 'rita';
  readonly set?: PolicySet;
  readonly limit?: number;
  readonly bounds?: Partial<LookBounds>;
  readonly cursor?: string;
}

const askIn =
  (recorder: Pick<LogRecorder, 'searchRecords' | 'getRecord'>) =>
  async (query: string, { who = 'ana', set = load(look), limit = 50, bounds, cursor }: AskedBy = {}) => {
    const identity = who === 'rita' ? rita : person('ana');
    const rights = world(set).access.of(identity);
    const { whose, review } = rights.scope();
    const caller = { identity, policyReader: true } as unknown as Caller;
    const answer = await lookIntoRecords({
      reader: recorder,
      see: seenValues(caller, rights),
      search: { whose, ...(who === 'rita' && { review }), query: readQuery(query), now },
      limit,
      cursor,
      bounds: { ...lookBounds, ...bounds },
    });
    return { ...answer, ids: answer.records.map(({ id }) => Number(id.slice(3))) };
  };

test('what its reader is shown of a request is looked into, and nothing else', async (t) => {
  const recorder = await openTestRecorder(temporaryFolder(t));
  const all: readonly Made[] = [
    {
      asked: {
        documents: ['The Kettle leaks', null],
        embeddings: [{ dimension: 256, sha256: 'abcdef01'.repeat(8) }],
      },
    },
    { asked: { where: { product: { $eq: 'kettle' } } } },
    { asked: 'SELECT * FROM kettles' },
    { asked: { kettle: 1 } },
    { subject: 'omar', asked: { documents: ['kettle of omar'] } },
    {
      asked: {},
      operation: { targets: [{ ...operation.targets[0]!, collection: { is: 'one', name: 'kettles' } }] },
    },
    { asked: { documents: ['kettle'] }, header: { reviewed: { of: 'records' } } },
    { bare: true },
  ];
  for (const [number, one] of all.entries()) await recorder.append(made(number, one));
  const ask = askIn(recorder);
  assert.deepEqual((await ask('text:KETTLE')).ids, [5, 2, 1, 0]);
  assert.deepEqual((await ask('text:"the kettle"')).ids, [0]);
  assert.deepEqual((await ask('text:the*leaks')).ids, [0]);
  assert.deepEqual((await ask('text:leaks*the')).ids, []);
  assert.deepEqual((await ask('text:kettle -text:leaks effect:allow')).ids, [5, 2, 1]);
  // Names of members, digests of vectors, the caller's claims and answers are none of a request's texts.
  for (const query of ['text:product', 'text:abcdef', 'text:claimed', 'text:answered', 'text:redact'])
    assert.deepEqual((await ask(query)).ids, [], query);
  // What nobody can look into is found by no term, and told.
  const { ids, looked } = await ask('-text:kettle');
  assert.deepEqual([ids, looked.records, looked.bare, looked.further], [[3], 7, 1, undefined]);
  assert.deepEqual((await ask('text:kettle', { who: 'rita' })).ids, [5, 4, 2, 1, 0]);
  await recorder.close();
});

test('what a guard hides from its reader is found by no term', async (t) => {
  const recorder = await openTestRecorder(temporaryFolder(t));
  const secret = 'zoe@acme.example';
  const filter = { op: 'compare', field: 'email', test: 'eq', value: secret } as const;
  const open = { op: 'compare', field: 'open', test: 'eq', value: 'kettle' } as const;
  await recorder.append(
    made(1, {
      asked: { where: { email: secret } },
      operation: { filter: { op: 'and', of: [filter, open] } },
    }),
  );
  await recorder.append(
    made(2, {
      asked: { metadatas: [{ email: secret }], documents: [`write to ${secret}`] },
      operation: {
        classes: ['upsert'],
        ids: ['row-7'],
        written: { fields: ['email', 'product'], items: [{ email: secret, product: 'kettle' }] },
      },
    }),
  );
  const ask = askIn(recorder);
  const set = load(look, maskedMail);
  assert.deepEqual((await ask('text:zoe@acme', { who: 'rita' })).ids, [2, 1], 'without the guard');
  for (const word of ['zoe', 'acme.example', secret, '"write to"']) {
    const { ids, looked } = await ask(`text:${word}`, { who: 'rita', set });
    assert.deepEqual([ids, looked.records, looked.partly], [[], 2, 2], word);
    // Nor by what is left when it is taken away: a negated term answers as for a word that stands nowhere.
    assert.deepEqual(
      await ask(`-text:${word}`, { who: 'rita', set }),
      await ask('-text:nowhere', { who: 'rita', set }),
    );
  }
  assert.deepEqual((await ask('text:kettle', { who: 'rita', set })).ids, [2, 1]);
  assert.deepEqual((await ask('text:row-7', { who: 'rita', set })).ids, [2]);
  const closed = load(look, 'id: d, effect: deny, principals: { groups: [reviewers] }, operations: [read]');
  const { ids, looked } = await ask('-text:nowhere', { who: 'rita', set: closed });
  assert.deepEqual([ids, looked.withheld], [[], 2]);
  // One's own is shown as it was.
  assert.deepEqual((await ask('text:zoe', { set })).ids, [2, 1]);
  await recorder.close();
});

test('where a tenant is a field, whose rows a guard left is found by whoever is shown what it added', async (t) => {
  const recorder = await openTestRecorder(temporaryFolder(t));
  const eq = (field: string, value: string) => ({ op: 'compare', field, test: 'eq', value }) as const;
  const header = { unmasked: [{ field: 'email', count: 1 }] };
  const all: readonly Made[] = [
    { added: eq('tenant', 'acme'), header },
    { added: eq('tenant', 'globex'), header },
    { subject: 'omar', header },
    { subject: 'omar', operation: { filter: eq('tenant', 'globex') } },
    { subject: 'omar', bare: true },
    { added: eq('tenant', 'globex'), header: { outcome: 'refused' } },
    // Of what a request may be long, nothing is read.
    { added: eq('tenant', 'globex'), asked: { documents: ['x'.repeat(5_000)] } },
  ];
  for (const [number, one] of all.entries()) await recorder.append(made(number, one));
  const ask = askIn(recorder);
  const free = { who: 'rita', bounds: { bytesOfOne: 4_000 } } as const;
  const question = 'answer:email reach:tenant=globex since:7d';
  assert.deepEqual((await ask(question, free)).ids, [2, 1]);
  assert.deepEqual((await ask('reach:tenant=globex', free)).ids, [6, 3, 2, 1]);
  assert.deepEqual((await ask('filter:tenant=globex', free)).ids, [6, 5, 3, 1]);
  assert.deepEqual((await ask('-filter:tenant=*', free)).ids, [2]);
  assert.deepEqual((await ask('-reach:tenant=globex', free)).ids, [5, 0]);
  assert.deepEqual((await ask('text:xxx reach:tenant=globex', free)).looked.long, 1);
  // One's own as it was.
  assert.deepEqual((await ask('reach:tenant=globex')).ids, [6, 1]);

  const hidden = load(look, `${maskedMail.replace('email', 'tenant')}`);
  const bound = (tenant: string) =>
    load(
      look,
      `id: g, effect: guard, principals: { groups: [reviewers] }, resources: { collections: ["*"] }, require: { filter: { tenant: ${tenant} } }`,
    );
  const closed = load(look, 'id: d, effect: deny, principals: { groups: [reviewers] }, operations: [read]');
  for (const set of [hidden, bound('elsewhere'), closed])
    for (const not of ['', '-'])
      for (const key of ['reach', 'filter']) {
        const asked = (value: string) => ask(`${not}${key}:tenant=${value}`, { who: 'rita', set });
        const [real, unreal] = [await asked('globex'), await asked('nowhere')];
        assert.deepEqual(real, unreal, `${not}${key}`);
        assert.deepEqual(real.looked.records, 7);
        assert.ok(real.looked.withheld >= 4 && !real.ids.includes(1), String(real.looked.withheld));
      }
  // Who is bound to the same tenant is shown its records, and nothing of the others.
  assert.deepEqual((await ask('reach:tenant=*', { who: 'rita', set: bound('globex') })).ids, [6, 1]);
  await recorder.close();
});

test('operations without a body are told as looked into in part by whom masks bind', async (t) => {
  const recorder = await openTestRecorder(temporaryFolder(t));
  const draft = made(1, {
    operation: { filter: { op: 'compare', field: 'email', test: 'eq', value: 'zoe@acme.example' } },
  });
  const { request: _, response: __, ...parts } = draft.parts;
  await recorder.append({ ...draft, parts });
  const ask = askIn(recorder);
  const masked = await ask('text:zoe', { who: 'rita', set: load(look, maskedMail) });
  assert.deepEqual([masked.ids, masked.looked.partly], [[], 1]);
  const free = await ask('text:zoe', { who: 'rita' });
  assert.deepEqual([free.ids, free.looked.partly], [[1], 0]);
  assert.equal((await ask('text:zoe', { set: load(look, maskedMail) })).looked.partly, 0, 'one’s own');
  await recorder.close();
});

test('records that are removed while it is looked are told as unreadable, or not there any more', async (t) => {
  const folder = temporaryFolder(t);
  const day = 86_400_000;
  const many = 150;
  const recorder = await openTestRecorder(folder, {
    evidence: testEvidence(),
    segmentBytes: 5_000,
    retentionDays: 10,
  });
  for (let number = 0; number < many; number += 1) {
    const { header, parts } = made(number, { asked: { documents: ['kettle'] } });
    const time = new Date(now + number * day).toISOString();
    await recorder.append({ parts, header: { ...header, time } });
  }
  const rights = world(load(look)).access.of(person('ana'));
  const caller = { identity: person('ana'), policyReader: true } as unknown as Caller;
  const lookAs = async (
    removeAt: number,
    reader: Pick<LogRecorder, 'searchRecords' | 'getRecord'>,
    limit = 1_000,
    cursor?: string,
  ) => {
    let opened = 0;
    return lookIntoRecords({
      reader: {
        searchRecords: (...asked) => reader.searchRecords(...asked),
        getRecord: async (...asked) => {
          opened += 1;
          if (opened === removeAt) await recorder.applyRetention(now + (many + 1) * day);
          return reader.getRecord(...asked);
        },
      },
      see: seenValues(caller, rights),
      search: { whose: { issuer: 'people', subject: 'ana' }, query: readQuery('text:kettle'), now },
      limit,
      cursor,
    });
  };
  const before = await lookAs(0, recorder, 5);
  const further = await lookAs(0, recorder, 100);
  // The first page has a hundred of them in hand by then; those behind it were never found.
  const { records, looked } = await lookAs(3, recorder);
  assert.ok(records.length > 3 && records.length < 30, String(records.length));
  assert.deepEqual([looked.records, looked.damaged, looked.further], [100, 100 - records.length, undefined]);
  // A cursor among what is left goes on; one of what is gone says what may have become of it.
  assert.ok((await lookAs(0, recorder, 1, before.next)).records.length === 1);
  await assert.rejects(lookAs(0, recorder, 1, further.next), {
    code: 'bad-cursor',
    message: /was removed, as it was past its time/,
  });
  await recorder.close();
});

test('files that go between the index’s answer and the reading of it are no fault, others are', async (t) => {
  const folder = temporaryFolder(t);
  const recorder = await openTestRecorder(folder, { evidence: testEvidence(), segmentBytes: 5_000 });
  for (let number = 0; number < 40; number += 1)
    await recorder.append(made(number, { asked: { documents: ['kettle'] } }));
  const { segments } = recordFolders(folder);
  const [first, second] = readdirSync(segments).sort();
  // As retention leaves it, before the index is told: its leaf hashes in place of the records.
  const remove = (): void => {
    writeFileSync(join(segments, first!.replace('.segment', '.leaves')), '');
    rmSync(join(segments, first!), { force: true });
  };
  const meanwhile = await askIn({
    searchRecords: (...asked) => recorder.searchRecords(...asked),
    getRecord: (...asked) => {
      remove();
      return recorder.getRecord(...asked);
    },
  })('text:kettle');
  const ask = askIn(recorder);
  const { ids } = await ask('text:kettle');
  assert.ok(ids.length > 20 && ids.length < 40 && !ids.includes(0));
  assert.deepEqual(
    [meanwhile.ids, meanwhile.looked.records, meanwhile.looked.damaged],
    [ids, 40, 40 - ids.length],
  );
  await assert.rejects(recorder.getRecord(testUlid(0)), { code: 'record-removed' });
  rmSync(join(segments, second!));
  await assert.rejects(ask('text:kettle'), { code: 'ENOENT' });
  await recorder.close();
});

test('a long answer is not read for what stands in the request before it, and what is read counts', async (t) => {
  const recorder = await openTestRecorder(temporaryFolder(t));
  const mebibyte = 1024 * 1024;
  const answered = (number: number, asked: unknown): RecordDraft => {
    const draft = made(number, { asked });
    return { ...draft, parts: { ...draft.parts, response: randomBytes(8 * mebibyte) } };
  };
  await recorder.append(answered(1, { documents: ['kettle'] }));
  await recorder.append(answered(2, { documents: [`kettle ${'x'.repeat(5_000)}`] }));
  await recorder.append(answered(3, { documents: ['kettle'] }));
  const read = async (number: number, most?: number): Promise<number> =>
    (await recorder.getRecord(testUlid(number), 'request', most))!.read;
  assert.ok((await read(1)) > mebibyte && (await read(1)) < 1.1 * mebibyte, String(await read(1)));
  assert.ok((await read(2, 4_000)) < 4_000, 'a long one by its header alone');
  const ask = askIn(recorder);
  assert.deepEqual((await ask('text:kettle')).ids, [3, 2, 1]);
  const { ids, looked } = await ask('text:kettle', { bounds: { bytes: mebibyte } });
  assert.deepEqual([ids, looked.further], [[3], true]);
  await recorder.close();
});

test('what was forgotten, what is too long and what is damaged is told by its number', async (t) => {
  const recorder = await openTestRecorder(temporaryFolder(t));
  await recorder.append(made(1, { session: 1, asked: { documents: ['kettle'] } }));
  await recorder.append(made(2, { asked: { documents: ['kettle'] } }));
  await recorder.append(made(3, { asked: { documents: [`kettle ${'x'.repeat(5_000)}`] } }));
  await recorder.forgetSession(testUlid(9_001));
  const { ids, looked } = await askIn(recorder)('text:kettle', { bounds: { bytesOfOne: 4_000 } });
  assert.deepEqual([ids, looked.forgotten, looked.long, looked.records], [[2], 1, 1, 3]);
  await recorder.close();
});

test('a bound ends a question behind a whole record, and its cursor goes on there', async (t) => {
  const recorder = await openTestRecorder(temporaryFolder(t));
  for (let number = 0; number < 120; number += 1)
    await recorder.append(made(number, { asked: { documents: [number % 25 === 7 ? 'kettle' : 'pan'] } }));
  const ask = askIn(recorder);
  const walk = async (query: string, by: AskedBy): Promise<{ ids: number[]; questions: number }> => {
    const ids: number[] = [];
    let questions = 0;
    let cursor: string | undefined;
    do {
      const page: Awaited<ReturnType<typeof ask>> = await ask(query, { ...by, ...(cursor && { cursor }) });
      ids.push(...page.ids);
      questions += 1;
      assert.equal(page.next === undefined, page.looked.further !== true);
      assert.ok(questions < 300);
      cursor = page.next;
    } while (cursor !== undefined);
    return { ids, questions };
  };
  const expected = [107, 82, 57, 32, 7];
  assert.deepEqual(await walk('text:kettle', {}), { ids: expected, questions: 1 });
  assert.deepEqual(await walk('text:kettle', { bounds: { records: 50 } }), { ids: expected, questions: 3 });
  assert.deepEqual((await walk('text:kettle since:7d', { limit: 2 })).ids, expected);
  // However small the bounds are, each question looks at one record.
  assert.equal((await walk('text:kettle', { bounds: { milliseconds: 0 } })).questions, 120);
  assert.deepEqual((await walk('text:kettle', { bounds: { bytes: 1_000 } })).ids, expected);
  const first = await ask('text:kettle', { bounds: { records: 50 } });
  assert.equal(first.looked.back, new Date(now - (1_000 - 70) * 1_000).toISOString());
  // Where a question ended is no more than its reader may see.
  await assert.rejects(ask('text:kettle', { cursor: `${testUlid(999)}.${now.toString(36)}` }), {
    code: 'bad-cursor',
  });
  await recorder.close();
});

test('others are answered while a hostile text is looked into', async (t) => {
  const recorder = await openTestRecorder(temporaryFolder(t));
  // Each character folds to eighteen.
  await recorder.append(made(1, { asked: { documents: ['\ufdfa'.repeat(500_000)] } }));
  const begun = performance.now();
  let longest = 0;
  let looking = true;
  const searching = askIn(recorder)('text:kettle').finally(() => {
    looking = false;
  });
  for (let last = begun; looking; last = performance.now()) {
    await breathe();
    longest = Math.max(longest, performance.now() - last);
  }
  assert.deepEqual((await searching).looked.records, 1);
  // However fast this machine is: nobody waits for most of it.
  const all = performance.now() - begun;
  assert.ok(longest < all / 2, `${longest} of ${all} ms at a time`);
  await recorder.close();
});

test('what is found is what looking at each shown request finds', async (t) => {
  const word = fc.constantFrom(
    'kettle',
    'KETTLE',
    'ﬁne',
    'fine',
    'é',
    'e\u0301',
    'straße',
    'STRASSE',
    'pa\u200bn',
    'pan',
    '\ud83d',
    '',
  );
  const text = fc.array(word, { maxLength: 4 }).map((words) => words.join(' '));
  const one = fc.record({
    subject: fc.constantFrom('ana', 'omar'),
    documents: fc.array(text, { maxLength: 3 }),
    mail: fc.option(text, { nil: undefined }),
    bare: fc.boolean(),
  });
  // Written down apart from the code: pairs of spellings that are one, by number.
  const spellings = [
    ['kettle', 'KETTLE'],
    ['ﬁne', 'fine'],
    ['é', 'e\u0301'],
    ['straße', 'STRASSE'],
    ['pa\u200bn', 'pan'],
  ];
  const plain = (shown: string): string =>
    spellings.reduce((rest, [a, b], at) => rest.replaceAll(a!, `<${at}>`).replaceAll(b!, `<${at}>`), shown);
  await fc.assert(
    fc.asyncProperty(fc.array(one, { maxLength: 12 }), async (all) => {
      const recorder = await openTestRecorder(temporaryFolder(t));
      for (const [number, { subject, documents, mail, bare }] of all.entries())
        await recorder.append(
          made(number, {
            subject,
            bare,
            asked: { documents, metadatas: [{ email: mail }] },
            operation: {
              written: {
                fields: ['email', 'title'],
                items: [{ email: mail ?? '', title: documents.join('; ') }],
              },
            },
          }),
        );
      const set = load(look, maskedMail);
      for (const [at, [spelling]] of spellings.entries())
        for (const [who, not] of [
          ['ana', false],
          ['ana', true],
          ['rita', false],
          ['rita', true],
        ] as const) {
          const shownTo = ({ subject, documents, mail }: (typeof all)[number]): readonly string[] =>
            who === subject ? [...documents, mail ?? ''] : [documents.join('; ')];
          const expected = [...all.entries()]
            .filter(([, { subject, bare }]) => !bare && (who === 'rita' || subject === 'ana'))
            .filter(([, made]) => shownTo(made).some((shown) => plain(shown).includes(`<${at}>`)) !== not)
            .map(([number]) => number)
            .reverse();
          const { ids } = await askIn(recorder)(`${not ? '-' : ''}text:"${spelling}"`, { who, set });
          assert.deepEqual(ids, expected, `${who} ${not} ${spelling}`);
        }
      await recorder.close();
    }),
    { numRuns: Number(process.env.VECTORGATE_TEST_DEEP === '1') * 90 + 10 },
  );
});
