import { after, before, test } from 'node:test';
import { policyOf } from '../harness/policies.ts';
import { until } from '../harness/until.ts';
import { type Outcome, tryAll } from './attack-table.ts';
import {
  alike,
  attacks,
  exported,
  exportOf,
  facets,
  formats,
  page,
  q,
  type Run,
  reviewProbes,
  unreal,
} from './review-probes.ts';
import { type Reviewer, type ReviewWorld, startReviewWorld } from './review-world.ts';

let world: ReviewWorld;
before(async () => {
  world = await startReviewWorld();
});
after(() => world?.close());
const { silent, closed } = reviewProbes(() => world);

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
