import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { RecordFacets } from '@vectorgate/policy-schema/records-query';
import { policyOf } from '../harness/policies.ts';
import { until } from '../harness/until.ts';
import { type Attack, type Outcome, tryAll } from './attack-table.ts';
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

const unreal = '01JD8Z6Q4MX3V7H2K9RBT5WYCN';
const q = (query: string): string => encodeURIComponent(query);
const page = (query: string, more = ''): string => `/api/v1/records?all=1&query=${q(query)}${more}`;
const facets = (query: string): string => `/api/v1/records/facets?all=1&query=${q(query)}`;
const exported = (query: string, format: string): string =>
  `/api/v1/records/export?all=1&bodies=all&format=${format}&query=${q(query)}`;
const exportOf = (session: string, format: string): string =>
  `/api/v1/sessions/${session}/export?bodies=all&format=${format}`;
/** Asks for an extract, masked by guards that would be less strict than the asker's own. */
const maskedBy: RequestInit = {
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({
    maskBy: [
      {
        path: 'x.policy.yaml',
        text: policyOf(
          ['part', 'effect: guard, mask: [{ fields: [email], method: partial, keepLast: 12 }]'],
          [
            'found',
            'effect: guard, mask: [{ fields: [$document], detectors: [email], method: partial, keepLast: 12 }]',
          ],
        ),
      },
    ],
  }),
};
const formats = ['vgsession', 'jsonl', 'csv'] as const;
type Run = () => Promise<Outcome>;

/** Words that only stand in what is hidden from a narrow reviewer. */
const hiddenWords = ['payroll', 'cases-closed', 'desk', hiddenField, 'support', 'kernel-at-the-desk'];
const hiddenRecords = (): readonly string[] =>
  Object.entries(world.records)
    .filter(([deed]) => !seenDeeds.includes(deed as Deed))
    .map(([, id]) => id);

/** What an answer tells that it must not; what the asker wrote themselves is nothing told. */
const told = (text: string, asked: string): readonly string[] =>
  [...hiddenRecords(), world.sessions.support, secret, 'acme.example', ...hiddenWords].filter(
    (word) => text.includes(word) && !decodeURIComponent(asked).includes(word),
  );

/** How many records of Ana's an answer speaks of. */
const countedOf = (body: Readonly<Record<string, unknown>>): number => {
  const { facets: all } = body as Partial<RecordFacets>;
  const ana = all?.find(({ key }) => key === 'who')?.values.find(({ value }) => value === 'people:ana');
  const records = (body.records as { who?: { subject: string } }[] | undefined) ?? [];
  return (ana?.count ?? 0) + records.filter(({ who }) => who?.subject === 'ana').length;
};

/** Stopped when the answer tells nothing hidden and speaks of no more records than may be seen. */
const silent = async (
  who: Reviewer,
  path: string,
  most: number = seenDeeds.length,
  init?: RequestInit,
): Promise<Outcome> => {
  const { status, text, body } = await who.ask(path, init);
  // An archive has the texts of policies, for those who may read them anyway.
  const policies = path.includes('format=vgsession') ? (await who.ask('/api/v1/policy/files')).text : '';
  const words = told(text, `${path}${encodeURIComponent(policies)}`);
  const count = countedOf(body);
  return {
    passed: words.length > 0 || count > most || status >= 500,
    seen: [status, `${count} of hers`, ...words].join(', '),
  };
};
/** Stopped when a question about what is hidden is answered as one about what is nowhere. */
const alike = async (
  who: Reviewer,
  real: string,
  other: string,
  forget: readonly string[] = [],
): Promise<Outcome> => {
  const answer = async (path: string): Promise<string> => {
    const { status, text } = await who.ask(path);
    return forget.reduce((rest, word) => rest.replaceAll(word, '…'), `${status} ${text}`);
  };
  const [one, two] = [await answer(real), await answer(other)];
  return {
    passed: one !== two || one.startsWith('5'),
    seen: one === two ? `alike: ${one.slice(0, 3)}` : `${one.slice(0, 60)} / ${two.slice(0, 60)}`,
  };
};
const closed = async (who: Reviewer, path: string, status: number, init?: RequestInit): Promise<Outcome> => {
  const answer = await who.ask(path, init);
  const words = told(answer.text, path);
  return { passed: answer.status !== status || words.length > 0, seen: [answer.status, ...words].join(', ') };
};
const attacks = (...list: readonly (readonly [string, Run])[]): Attack[] =>
  list.map(([name, run]) => ({ name, run }));
const sessionsOf = (body: Readonly<Record<string, unknown>>) =>
  (body.sessions as { id: string; who: { subject: string }; records: number; refused: number }[]) ?? [];

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
      ['what is not about cases', search('-collection:cases,cases-tenant,cases-unread who:ana', 0)],
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
      ['masked values as a key', () => closed(narrow, page(`text:"${secret}"`), 400)],
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

test('a reviewer without any right sees nothing', async (context) => {
  const { nobody, service, auditor, narrow, records, sessions } = world;
  const ownersCursor = String((await auditor.ask(page('', '&limit=1'))).body.next);
  const record = `/api/v1/records/${records.cases}`;
  const both = (name: string, run: (who: Reviewer) => Promise<Outcome>) =>
    [
      [`${name}, by a person`, () => run(nobody)],
      [`${name}, by a service with reviewers’ names`, () => run(service)],
    ] as const;
  await tryAll(
    context,
    'Review: whoever may review nothing sees nothing of others',
    attacks(
      ...both('sessions of others', (who) => closed(who, '/api/v1/sessions?all=1', 403)),
      ...both('records of others', (who) => closed(who, page('who:ana'), 403)),
      ...both('counts of others', (who) => closed(who, facets('who:ana'), 403)),
      ...formats.flatMap((format) => [
        ...both(`an export of others, ${format}`, (who) => closed(who, exported('who:ana', format), 403)),
        ...both(`her records without all=1 as ${format}`, (who) =>
          silent(who, `/api/v1/records/export?bodies=all&format=${format}&query=${q('who:ana')}`, 0),
        ),
        ...both(`an export of her session, ${format}`, (who) =>
          alike(who, exportOf(sessions.insights, format), exportOf(unreal, format)),
        ),
      ]),
      ...both('today’s decision on a record', (who) =>
        alike(who, `${record}/today`, `/api/v1/records/${unreal}/today`),
      ),
      ...both('a record by its id', (who) => alike(who, record, `/api/v1/records/${unreal}`)),
      ...both('a session by its id', (who) =>
        alike(who, `/api/v1/sessions/${sessions.insights}`, `/api/v1/sessions/${unreal}`),
      ),
      ...both('her records without all=1', (who) => silent(who, `/api/v1/records?query=${q('who:ana')}`, 0)),
      ...both('her records without all=1, counted', (who) =>
        silent(who, `/api/v1/records/facets?query=${q('-who:omar')}`, 0),
      ),
      ...both('somebody’s cursor', (who) => closed(who, `/api/v1/records?cursor=${ownersCursor}`, 400)),
      ...both('somebody’s cursor and all=1', (who) => closed(who, page('', `&cursor=${ownersCursor}`), 403)),
      ...both('a cursor at her session', (who) =>
        alike(who, `/api/v1/sessions?cursor=${sessions.insights}`, `/api/v1/sessions?cursor=${unreal}`),
      ),
      ...both('an error that tells', (who) => alike(who, page('nokey:payroll'), page('nokey:no-such'))),
      [
        'whether what was guessed is there, by one’s own records of it',
        async () => {
          for (const id of [records.payroll, unreal]) await nobody.ask(`/api/v1/records/${id}`);
          const { body } = await nobody.ask('/api/v1/records?limit=2');
          const [one, two] = (body.records as Record<string, unknown>[]).map(
            ({ id: _id, time: _time, parts: _parts, reviewed: _reviewed, ...rest }) => JSON.stringify(rest),
          );
          return { passed: one !== two, seen: one === two ? 'alike' : 'they differ' };
        },
      ],
      [
        'that she guessed goes by unseen',
        async () => {
          const { body } = await auditor.ask(page(`class:review who:omar code:no-permit`, '&limit=200'));
          const seen = (body.records as { reviewed?: { record?: string } }[]).filter(
            ({ reviewed }) => reviewed?.record === records.payroll,
          );
          return { passed: seen.length === 0, seen: `${seen.length} recorded` };
        },
      ],
      ...(['vgsession', 'jsonl'] as const).flatMap((format) => {
        const latest = async (operation: string): Promise<string | undefined> => {
          const { body } = await auditor.ask(
            page(`class:review who:rita operation:${operation} effect:allow`, '&limit=1'),
          );
          return (body.records as { id: string }[])[0]?.id;
        };
        const unseen = async (operation: string, path: string): Promise<Outcome> => {
          const before = await latest(operation);
          const { status } = await narrow.ask(path);
          const id = await latest(operation);
          const { text } = await auditor.ask(`/api/v1/records/${id}`);
          const isTold = id !== before && text.includes(format) && text.includes(records.cases);
          return { passed: status !== 200 || !isTold, seen: isTold ? 'recorded' : `${status}, not recorded` };
        };
        return [
          [
            `an export that goes by unseen, ${format}`,
            () => unseen('records_review', exported('who:ana', format)),
          ] as const,
          [
            `an export of a session that goes by unseen, ${format}`,
            () => unseen('session_review', exportOf(sessions.insights, format)),
          ] as const,
        ];
      }),
      [
        'looks that go by unseen',
        async () => {
          await narrow.ask(record);
          const { body } = await auditor.ask(
            page('class:review who:rita operation:record_review effect:allow', '&limit=200'),
          );
          const [first] = body.records as {
            reviewed?: { record?: string };
            decision: { rules: { rule: string }[] };
          }[];
          const through = first?.decision.rules.map(({ rule }) => rule) ?? [];
          return {
            passed: first?.reviewed?.record !== records.cases || !through.includes('narrow-look'),
            seen: through.join(', '),
          };
        },
      ],
    ),
  );
});

test('notes are seen with what they stand beside, and not without', async (context) => {
  const { narrow, auditor, nobody, service, records, sessions } = world;
  const notesOf = (session: string): string => `/api/v1/sessions/${session}/notes`;
  const post = (who: Reviewer, session: string, body: object) =>
    who.ask(notesOf(session), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  const numbers = async (): Promise<string> => {
    const answers = [
      await narrow.ask(`/api/v1/sessions/${sessions.insights}`),
      await narrow.ask(notesOf(sessions.insights)),
      await narrow.ask(facets('operation:session_note')),
      await narrow.ask(facets(`session:${sessions.insights}`)),
      await narrow.ask(page('operation:session_note')),
    ];
    assert.deepEqual(
      answers.map(({ status }) => status),
      answers.map(() => 200),
    );
    return answers.map(({ text }) => text).join('\n');
  };
  const before = await numbers();
  const hidden: string[] = [];
  const word = 'moved to another team';
  for (const [session, record] of [
    [sessions.insights, undefined],
    [sessions.insights, records.payroll],
    [sessions.insights, records.closed],
    [sessions.insights, records.handshake],
    [sessions.insights, records['not-understood']],
    [sessions.support, undefined],
    [sessions.support, records.support],
  ] as const) {
    const { status, body } = await post(auditor, session, { text: word, ...(record && { record }) });
    assert.equal(status, 200);
    hidden.push(String(body.noted));
  }
  const written = async (
    who: Reviewer,
    session: string,
    record: string | undefined,
    status: number,
  ): Promise<Outcome> => {
    const answer = await post(who, session, { text: 'x', ...(record && { record }) });
    return { passed: answer.status !== status, seen: String(answer.status) };
  };
  const postAlike = async (
    who: Reviewer,
    real: readonly [string, string?],
    other: readonly [string, string?],
  ): Promise<Outcome> => {
    const [one, two] = [
      await post(who, real[0], { text: 'x', ...(real[1] && { record: real[1] }) }),
      await post(who, other[0], { text: 'x', ...(other[1] && { record: other[1] }) }),
    ];
    return {
      passed: one.status !== two.status || one.text !== two.text || one.status !== 404,
      seen: `${one.status} ${two.status}`,
    };
  };
  const insights = sessions.insights;
  await tryAll(
    context,
    'Review: notes beside what may not be seen are not there',
    attacks(
      [
        'notes beside hidden records, in lists and counts',
        async () => {
          const after = await numbers();
          return {
            passed: after !== before || after.includes(word),
            seen: after === before ? 'as before' : 'changed',
          };
        },
      ],
      ...hidden.map(
        (id, at) =>
          [
            `a hidden note by its id: ${at + 1}`,
            () => alike(narrow, `/api/v1/records/${id}`, `/api/v1/records/${unreal}`),
          ] as const,
      ),
      ['notes of a hidden session', () => alike(narrow, notesOf(sessions.support), notesOf(unreal))],
      ['notes, by a person without rights', () => alike(nobody, notesOf(insights), notesOf(unreal))],
      ['notes, by a service with reviewers’ names', () => alike(service, notesOf(insights), notesOf(unreal))],
      ['writing beside a hidden session', () => postAlike(narrow, [sessions.support], [unreal])],
      [
        'writing beside a hidden record',
        () => postAlike(narrow, [insights, records.payroll], [insights, unreal]),
      ],
      [
        'writing beside a denied record',
        () => postAlike(narrow, [insights, records.closed], [insights, unreal]),
      ],
      [
        'writing beside a hidden note',
        () => postAlike(narrow, [insights, hidden[1] ?? ''], [insights, unreal]),
      ],
      ['writing beside a session, by a person without rights', () => postAlike(nobody, [insights], [unreal])],
      [
        'writing beside a seen record in a session of another',
        () => postAlike(narrow, [sessions.support, records.cases], [sessions.support, unreal]),
      ],
      [
        'writing beside a seen record, by a person without rights',
        () => written(nobody, insights, records.cases, 404),
      ],
      [
        'what one may see and write beside, counted as a step',
        async () => {
          const { status, body } = await post(narrow, insights, { text: 'mine', record: records.cases });
          const shown = await narrow.ask(`/api/v1/sessions/${insights}`);
          const theirs = await auditor.ask(`/api/v1/sessions/${insights}`);
          const session = shown.body.session as { records: number };
          const steps = [...(shown.body.records as object[]), ...(theirs.body.records as object[])];
          return {
            passed:
              status !== 200 ||
              session.records !== seenDeeds.length ||
              JSON.stringify(steps).includes(String(body.noted)),
            seen: `${status}, ${session.records} records`,
          };
        },
      ],
      [
        'a note that others who may see it do not read',
        async () => {
          const { body } = await auditor.ask(notesOf(insights));
          const { notes } = body as { notes: { text: string; who: { subject: string } }[] };
          const mine = notes.filter(({ who }) => who.subject === 'rita');
          return { passed: notes.length !== 6 || mine[0]?.text !== 'mine', seen: `${notes.length} notes` };
        },
      ],
      [
        'reading notes goes by unseen',
        async () => {
          await narrow.ask(notesOf(insights));
          const { body } = await auditor.ask(
            page('class:review who:rita operation:session_review', '&limit=1'),
          );
          const [first] = body.records as { reviewed?: { session?: string } }[];
          return {
            passed: first?.reviewed?.session !== insights,
            seen: String(first?.reviewed?.session === insights),
          };
        },
      ],
      [
        'what was not to be written goes by unseen',
        async () => {
          await post(nobody, insights, { text: 'x', record: records.payroll });
          const { body } = await auditor.ask(page('class:review who:omar code:no-permit', '&limit=1'));
          const [first] = body.records as { reviewed?: { record?: string } }[];
          return {
            passed: first?.reviewed?.record !== records.payroll,
            seen: String(first?.reviewed?.record === records.payroll),
          };
        },
      ],
    ),
  );
});

test('what a change of policies did is reviewed without file and line by who reads no policies', async (context) => {
  const { auditor } = world;
  await world.writePolicy(
    'more',
    policyOf([
      'more-is-read',
      'effect: allow, principals: { groups: [analysts] }, resources: { connections: [support] }, operations: [meta]',
    ]).replace('name: tested', 'name: more'),
  );
  interface Change {
    readonly id: string;
    readonly session: string;
  }
  let change: Change | undefined;
  await until('the change is recorded', async () => {
    const { body } = await auditor.ask(page('operation:policy_change outcome:delivered'));
    [change] = body.records as Change[];
    return change !== undefined;
  });
  const { id, session } = change!;
  await tryAll(
    context,
    'Review: places of rules in what a change of policies did',
    attacks(
      ...(
        [
          `/api/v1/records/${id}`,
          exported('operation:policy_change', 'jsonl'),
          exportOf(session, 'jsonl'),
          exportOf(session, 'vgsession'),
        ] as const
      ).map((path): readonly [string, Run] => [
        path.replaceAll(/[0-9A-HJKMNP-TV-Z]{26}/g, '…'),
        async () => {
          const { status, text } = await auditor.ask(path);
          const tells = text.includes('more-is-read');
          return {
            passed: status !== 200 || !tells || text.includes('more.policy.yaml'),
            seen: String(status),
          };
        },
      ]),
    ),
  );
});

test('rights end at once, and what was forgotten is nobody’s', async (context) => {
  const { records, sessions, narrow, nobody, auditor, reviewer } = world;
  await tryAll(
    context,
    'Review: what ended is over',
    attacks(
      [
        'a session that was forgotten',
        async () => {
          const done = await nobody.ask(`/api/v1/sessions/${sessions.insights}/forget`, {
            method: 'POST',
            headers: { 'content-type': 'application/json' },
            body: '{"reason":"she asked for it"}',
          });
          const { body } = await auditor.ask(`/api/v1/records/${records.cases}`);
          const parts = [body.decision, body.operations, body.request, body.response];
          return {
            passed: done.status !== 200 || parts.some((part) => part !== null),
            seen: String(done.status),
          };
        },
      ],
      [
        'a token from before she left the group, renewed',
        async () => {
          world.people.setGroups('rita', []);
          const after = reviewer((await world.signIn('rita')).accessToken);
          return closed(after, page('who:ana'), 403);
        },
      ],
      [
        'a token that is still good, after the rule went',
        async () => {
          await world.writePolicy(
            'main',
            'apiVersion: vectorgate/v1\nkind: Policy\nmetadata: { name: tested }\nspec: { rules: [] }\n',
          );
          const deadline = performance.now() + 30_000;
          let status = 0;
          do {
            ({ status } = await narrow.ask(page('who:ana')));
            if (status !== 403) await new Promise((resolve) => setTimeout(resolve, 50));
          } while (status !== 403 && performance.now() < deadline);
          return closed(narrow, `/api/v1/records/${records.cases}`, 404);
        },
      ],
    ),
  );
});
