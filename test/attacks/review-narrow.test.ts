import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { RecordFacets } from '@vectorgate/policy-schema/records-query';
import { type Outcome, tryAll } from './attack-table.ts';
import {
  alike,
  attacks,
  countedOf,
  exported,
  exportOf,
  facets,
  formats,
  hiddenWords,
  maskedBy,
  page,
  q,
  type Run,
  reviewProbes,
  sessionsOf,
  unreal,
} from './review-probes.ts';
import { patient, textAttacks } from './review-text.ts';
import {
  type Deed,
  hiddenField,
  type Reviewer,
  type ReviewWorld,
  secret,
  seenDeeds,
  startReviewWorld,
} from './review-world.ts';

let world: ReviewWorld;
before(async () => {
  world = await startReviewWorld();
});
after(() => world?.close());
const { told, silent, closed } = reviewProbes(() => world);

test('who may review all sees all, and whoever may review some sees that', async () => {
  const { auditor, narrow, records } = world;
  const all = await auditor.ask(page('who:ana', '&limit=200'));
  assert.deepEqual(
    new Set((all.body.records as { id: string }[]).map(({ id }) => id)),
    new Set(Object.values(records)),
  );
  for (const id of Object.values(records))
    assert.equal((await auditor.ask(`/api/v1/records/${id}`)).status, 200);
  assert.ok((await auditor.ask(`/api/v1/records/${records.payroll}`)).text.includes(secret));
  const some = await narrow.ask(page('who:ana', '&limit=200'));
  assert.deepEqual(
    new Set((some.body.records as { id: string }[]).map(({ id }) => id)),
    new Set(seenDeeds.map((deed) => records[deed])),
  );
  const { body } = await narrow.ask(`/api/v1/records/${records.cases}`);
  assert.match(JSON.stringify(body.response), /write to «email».*|«redacted»/);
  assert.match(JSON.stringify(body.operations), /"field":"email","test":"eq","value":"«redacted»"/);
  const me = await narrow.ask('/api/v1/me');
  assert.deepEqual([me.body.reviewer, me.body.reviews], [true, ['insights']]);
  const none = await world.nobody.ask('/api/v1/me');
  assert.deepEqual([none.body.reviewer, none.body.reviews], [false, []]);
});

test('a reviewer with narrow rights sees no more', async (context) => {
  const { narrow, auditor, nobody, records, sessions } = world;
  const cursorOf = async (who: Reviewer, path: string): Promise<string> =>
    String((await who.ask(path)).body.next ?? '');
  const auditorsRecords = await cursorOf(auditor, page('-class:review', '&limit=1'));
  const auditorsSessions = await cursorOf(auditor, '/api/v1/sessions?all=1&limit=1');
  const ownCursor = await cursorOf(narrow, page('', '&limit=1'));
  assert.ok(auditorsRecords !== '' && auditorsSessions !== '' && ownCursor !== '');
  const made = (id: string): string => `${id}.${ownCursor.split('.')[1]}`;
  const record = (deed: Deed): string => `/api/v1/records/${records[deed]}`;
  const missing = `/api/v1/records/${unreal}`;
  const search =
    (query: string, most?: number): Run =>
    () =>
      silent(narrow, page(query, '&limit=200'), most);
  const count =
    (query: string, most?: number): Run =>
    () =>
      silent(narrow, facets(query), most);
  const byId = (deed: Deed) =>
    [`the record itself: ${deed}`, () => alike(narrow, record(deed), missing)] as const;
  const withheld = (deed: Deed) =>
    [
      `the content of a record that is shown by its header: ${deed}`,
      async (): Promise<Outcome> => {
        const { status, text, body } = await narrow.ask(record(deed));
        const parts = [body.decision, body.operations, body.request, body.response];
        const words = told(text, '');
        return {
          passed: status !== 200 || parts.some((part) => part !== null) || words.length > 0,
          seen: [status, ...words].join(', '),
        };
      },
    ] as const;
  const today = (deed: Deed) =>
    [
      `what today’s policies would decide of a record: ${deed}`,
      () => alike(narrow, `${record(deed)}/today`, `${missing}/today`),
    ] as const;
  const todayWithheld = (deed: Deed) =>
    [
      `what was asked, by way of today’s policies, of a record shown by its header: ${deed}`,
      async (): Promise<Outcome> => {
        const { status, text, body } = await narrow.ask(`${record(deed)}/today`);
        const words = told(text, '');
        return {
          passed:
            status !== 200 ||
            [body.decided, body.ask, body.decision].some((part) => part !== null) ||
            words.length > 0,
          seen: [status, ...words].join(', '),
        };
      },
    ] as const;
  await tryAll(
    context,
    'Review: a reviewer of some collections of one connection sees no more',
    attacks(
      byId('closed'),
      byId('payroll'),
      byId('support'),
      byId('handshake'),
      byId('listing'),
      byId('not-understood'),
      today('closed'),
      today('payroll'),
      today('support'),
      today('handshake'),
      [
        'a session of another connection',
        () => alike(narrow, `/api/v1/sessions/${sessions.support}`, `/api/v1/sessions/${unreal}`),
      ],
      [
        'the records of a session that is seen in part',
        () => silent(narrow, `/api/v1/sessions/${sessions.insights}`),
      ],
      [
        'how much else is in that session',
        async () => {
          const { body } = await narrow.ask(`/api/v1/sessions/${sessions.insights}`);
          const session = body.session as { records: number; refused: number };
          return {
            passed: session.records !== seenDeeds.length || session.refused !== 1,
            seen: `${session.records} records, ${session.refused} refused`,
          };
        },
      ],
      [
        'how much else is in the sessions of a list',
        async () => {
          const { text, body } = await narrow.ask('/api/v1/sessions?all=1&limit=200');
          const hers = sessionsOf(body).filter(({ who }) => who.subject === 'ana');
          return {
            passed: hers.length !== 1 || hers[0]?.records !== seenDeeds.length || told(text, '').length > 0,
            seen: `${hers.length} of hers, ${hers[0]?.records} records`,
          };
        },
      ],
      [
        'sessions page by page',
        async () => {
          let cursor = '';
          const seen: string[] = [];
          for (let pages = 0; pages < 50; pages += 1) {
            const { text, body } = await narrow.ask(`/api/v1/sessions?all=1&limit=1${cursor}`);
            seen.push(...told(text, ''), ...sessionsOf(body).map(({ id }) => id));
            if (body.next === undefined) break;
            cursor = `&cursor=${String(body.next)}`;
          }
          const passed = seen.includes(sessions.support) || seen.some((word) => hiddenWords.includes(word));
          return { passed, seen: `${seen.length} sessions` };
        },
      ],
      // But for what she wanted to see herself, which names what she named.
      ['everything', search('-class:review')],
      ['everything, counted', count('')],
      ['her records', search('who:ana')],
      ['her records, counted', count('who:ana')],
      ['a hidden collection', search('collection:payroll', 0)],
      ['a hidden collection, counted', count('collection:payroll', 0)],
      ['a hidden collection by its beginning', count('collection:pay*', 0)],
      ['a collection that is denied', count('collection:cases-closed', 0)],
      ['any collection', count('collection:*')],
      [
        'what is not about cases',
        search('-collection:cases,cases-tenant,cases-bound,cases-unread who:ana', 0),
      ],
      ['what is not about cases, counted', count('-collection:cases* who:ana', 0)],
      ['another connection', search('connection:support', 0)],
      ['all but this connection', count('-connection:insights who:ana', 0)],
      ['a store of hers', count('store:chroma who:ana')],
      [
        'whether a collection is there',
        () => alike(narrow, facets('collection:payroll'), facets('collection:no-such')),
      ],
      [
        'whether it is there, by not',
        () =>
          alike(
            narrow,
            facets('-collection:payroll -class:review'),
            facets('-collection:no-such -class:review'),
          ),
      ],
      [
        'whether a session is there',
        () => alike(narrow, facets(`session:${sessions.support}`), facets(`session:${unreal}`)),
      ],
      [
        'whether a kernel is there',
        () => alike(narrow, facets('kernel:kernel-at-the-desk'), facets('kernel:no-such')),
      ],
      ['a field of hidden records', search(`field:${hiddenField}`, 0)],
      [
        'whether such a field is there',
        () => alike(narrow, facets(`field:${hiddenField}`), facets('field:no-such')),
      ],
      ['what connects', count('class:meta who:ana', 0)],
      ['what lists', search('operation:list_collections who:ana', 0)],
      ['what was refused', count('outcome:refused who:ana', 1)],
      ['what is slow', count('latency:>=0ms who:ana')],
      ['what is large', count('size:>0b who:ana')],
      ['what is of today', count('since:1h who:ana')],
      ['a rule that is not for her', count('rule:was-open-once,may-open-one-day who:ana', 0)],
      ['what the auditor looked at', search('class:review who:ola', 0)],
      ['that the auditor looked, counted', count('who:ola', 0)],
      ['what was refused to others', search('connection:"(gateway)" who:omar', 0)],
      ['SQL in a value', count(`collection:"x' OR 1=1--"`, 0)],
      ['a star within quotes', count('collection:"*"', 0)],
      ['a term that contradicts itself', search('collection:payroll -collection:payroll', 0)],
      [
        'values to complete with',
        async () => {
          const { body, text } = await narrow.ask(facets('who:ana'));
          const values = (body as unknown as RecordFacets).facets.flatMap((facet) =>
            facet.values.map(({ value }) => value),
          );
          return { passed: told(text, '').length > 0, seen: `${values.length} values` };
        },
      ],
      [
        'pages and counts disagree',
        async () => {
          const paged = countedOf((await narrow.ask(page('who:ana', '&limit=200'))).body);
          const counted = countedOf((await narrow.ask(facets('who:ana'))).body);
          return { passed: paged !== counted, seen: `${paged} and ${counted}` };
        },
      ],
      [
        'how many lie between, by cursors',
        async () => {
          const { body } = await narrow.ask(page('who:ana', '&limit=1'));
          const [id] = String(body.next).split('.');
          const list = await narrow.ask('/api/v1/sessions?all=1&limit=1');
          const shown = sessionsOf(list.body).map((session) => session.id);
          const passed =
            (body.records as { id: string }[])[0]?.id !== id || !shown.includes(String(list.body.next));
          return { passed, seen: passed ? 'they tell more' : 'ids of what was shown' };
        },
      ],
      [
        'a cursor at a hidden record',
        () =>
          alike(narrow, page('', `&cursor=${made(records.payroll)}`), page('', `&cursor=${made(unreal)}`)),
      ],
      [
        'a cursor at a denied record',
        () => alike(narrow, page('', `&cursor=${made(records.closed)}`), page('', `&cursor=${made(unreal)}`)),
      ],
      [
        'a cursor at a seen record without all=1',
        () =>
          alike(
            narrow,
            `/api/v1/records?cursor=${made(records.cases)}`,
            `/api/v1/records?cursor=${made(unreal)}`,
          ),
      ],
      ['a cursor of the auditor', () => silent(narrow, page('', `&cursor=${auditorsRecords}`))],
      [
        'a cursor from another time',
        () => silent(narrow, page('since:1h', `&cursor=${made(records.cases).split('.')[0]}.zzzzzzzzz`)),
      ],
      [
        'a cursor of the auditor’s sessions',
        () => silent(narrow, `/api/v1/sessions?all=1&cursor=${auditorsSessions}`),
      ],
      [
        'a cursor at a hidden session',
        () =>
          alike(
            narrow,
            `/api/v1/sessions?all=1&cursor=${sessions.support}`,
            `/api/v1/sessions?all=1&cursor=${unreal}`,
          ),
      ],
      [
        'a cursor at a seen session without all=1',
        () =>
          alike(narrow, `/api/v1/sessions?cursor=${sessions.insights}`, `/api/v1/sessions?cursor=${unreal}`),
      ],
      [
        'a cursor that is a number',
        () => alike(narrow, '/api/v1/sessions?all=1&cursor=1', '/api/v1/sessions?all=1&cursor=999999'),
      ],
      [
        'a cursor with SQL in it',
        () => closed(narrow, `/api/v1/sessions?all=1&cursor=${q("1' OR 1=1--")}`, 400),
      ],
      ['parts by name', () => closed(narrow, `${record('cases')}?parts=request`, 400)],
      ['the record raw', () => closed(narrow, `${record('cases')}?raw=1&masked=0`, 400)],
      ['the record with all=1', () => closed(narrow, `${record('payroll')}?all=1`, 400)],
      ['all=true', () => closed(narrow, '/api/v1/records?all=true', 400)],
      ['all twice', () => closed(narrow, '/api/v1/records?all=1&all=1', 400)],
      ['a parameter for identities', () => closed(narrow, '/api/v1/records?all=1&subject=ola', 400)],
      ...formats.flatMap((format) => [
        [`an export, ${format}`, () => silent(narrow, exported('who:ana', format))] as const,
        [
          `an extract, ${format}`,
          () => silent(narrow, exported('who:ana', format), seenDeeds.length, maskedBy),
        ] as const,
        [
          `an extract of a session that she sees some of, ${format}`,
          () => silent(narrow, exportOf(sessions.insights, format), seenDeeds.length, maskedBy),
        ] as const,
        [
          `an export of what she may not see, ${format}`,
          () => silent(narrow, exported('collection:payroll', format), 0),
        ] as const,
        [
          `a session that she sees some of, ${format}`,
          () => silent(narrow, exportOf(sessions.insights, format)),
        ] as const,
        [
          `a session that she may not see, ${format}`,
          () => alike(narrow, exportOf(sessions.support, format), exportOf(unreal, format)),
        ] as const,
      ]),
      [
        'more lines of an export than she may see records',
        async () => {
          const { text } = await narrow.ask(exported('who:ana', 'jsonl'));
          const lines = text.trim().split('\n').length;
          return { passed: lines !== seenDeeds.length, seen: `${lines} lines` };
        },
      ],
      [
        'a session’s export with all=1',
        () => closed(narrow, `${exportOf(sessions.support, 'csv')}&all=1`, 400),
      ],
      ['masked values in a record', () => silent(narrow, record('cases'))],
      ['masked values in what was refused', () => silent(narrow, record('refused'))],
      [
        'the request, which quotes what is masked',
        async () => {
          const { body } = await narrow.ask(record('cases'));
          return { passed: body.request !== null, seen: body.request === null ? 'withheld' : 'shown' };
        },
      ],
      withheld('tenant'),
      todayWithheld('tenant'),
      withheld('unread'),
      todayWithheld('unread'),
      ['masked values by free text', () => closed(narrow, page(secret), 400)],
      ['masked values as a client', count(`client:"*${secret}*"`, 0)],
      [
        'a collection that she may not know, by its id',
        async () => {
          await (
            await world.call(
              nobody.token,
              'GET',
              `/api/v2/tenants/default_tenant/databases/default_database/collections/${unreal}`,
            )
          ).arrayBuffer();
          return silent(narrow, page('who:omar', '&limit=200'), 0);
        },
      ],
      [
        'headers that name somebody else',
        () =>
          closed(narrow, record('payroll'), 404, {
            headers: { 'x-forwarded-user': 'ola', 'x-original-url': '/api/v1/me' },
          }),
      ],
      ['a path around', () => closed(narrow, `/api/v1/records/${records.cases}/../${records.payroll}`, 404)],
      ['a method of its own', () => closed(narrow, record('payroll'), 405, { method: 'POST' })],
      [
        'forgetting what she may see',
        () =>
          closed(narrow, `/api/v1/sessions/${sessions.insights}/forget`, 403, {
            method: 'POST',
            headers: { 'content-type': 'application/json' },
            body: '{"reason":"x"}',
          }),
      ],
    ),
  );
});

test('what is masked, hidden or of others is found by no text', async (context) => {
  const { auditor, watcher, narrow, records } = world;
  const found = async (who: Reviewer, query: string): Promise<unknown[]> =>
    ((await patient(who).ask(page(query))).body.records as { id: string }[]).map(({ id }) => id);
  // It stands in what she asked: who is shown it finds it.
  const whole = await found(auditor, `text:${secret} who:ana`);
  for (const deed of ['cases', 'refused', 'payroll', 'support'] as const)
    assert.ok(whole.includes(records[deed]), deed);
  // A reviewer under guards finds by what she is shown.
  assert.ok((await found(watcher, 'text:cases who:ana')).includes(records.cases));
  // A guard bound her to one tenant there, and nowhere else: who is shown the decision finds whose rows she could reach.
  assert.deepEqual(await found(auditor, 'filter:tenant=acme who:ana'), [records.bound]);
  const reached = await found(auditor, 'reach:tenant=globex who:ana');
  assert.ok(reached.includes(records.cases) && !reached.includes(records.bound));
  assert.ok((await found(narrow, 'reach:tenant=globex who:ana collection:cases')).includes(records.cases));
  await tryAll(context, 'Review: what is not shown is found by no text', textAttacks(world));
});
