import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { load, look, operation } from '../sessions/review/testing/reviewed-record.ts';
import { openTestRecorder } from '../sessions/testing/open-test-recorder.ts';
import { temporaryFolder } from '../sessions/testing/temporary-folder.ts';
import { askIn, type Made, made } from './testing/looked-into.ts';

const maskedMail =
  'id: m, effect: guard, principals: { groups: [reviewers] }, operations: [read, write], mask: [{ fields: [email], method: redact }]';

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
