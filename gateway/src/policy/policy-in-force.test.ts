import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import { pino } from 'pino';
import type { Configuration } from '../configuration/configuration.ts';
import { gatewayItself } from '../sessions/evidence/own-record.ts';
import { KeptPolicies } from '../sessions/export/kept-policies.ts';
import type { LogRecorder } from '../sessions/log-recorder.ts';
import { openTestRecorder } from '../sessions/testing/open-test-recorder.ts';
import { type Candidate, compileFor } from './candidate.ts';
import type { ChangeDiff } from './change/change-diff.ts';
import { changeRecord } from './change/change-record.ts';
import { diffPolicies } from './change/diff-policies.ts';
import type { PolicyChange } from './history/policy-change.ts';
import { PolicyHistory } from './history/policy-history.ts';
import { policyEnvironment } from './policy-environment.ts';
import type { PolicyFeed } from './policy-feed.ts';
import { PolicyInForce } from './policy-in-force.ts';

const configuration = { connections: [], issuers: [] };
const key = new Uint8Array(32).fill(7);
const logger = pino({ level: 'silent' });
const digest = (n: number): string => String(n % 10).repeat(64);

const fromFolder = (...names: readonly string[]): Candidate => {
  const files = names.map((name) => ({
    path: `${name}.policy.yaml`,
    text: `apiVersion: vectorgate/v1\nkind: Policy\nmetadata: { name: ${name}, owner: data, contact: "#data" }\nspec: { rules: [] }\n`,
  }));
  const result = compileFor(configuration, files);
  assert.ok(result.ok);
  return { set: result.set, files, origin: { source: 'folder' } };
};

const feed: PolicyFeed = { first: fromFolder(), follow: () => undefined, close: async () => undefined };

interface World {
  readonly folder: string;
  readonly recorder: LogRecorder;
  /** The requests of what was recorded, in their order. */
  readonly parts: readonly string[];
  readonly history: () => Promise<PolicyHistory>;
  /** Begins as a start of the gateway does. */
  readonly begin: (
    anew?: boolean,
    recorder?: Pick<LogRecorder, 'policyChanges'>,
    compare?: typeof diffPolicies,
  ) => Promise<PolicyInForce>;
  readonly record: (revision: number, kind: 'intent' | 'delivered' | 'failed') => Promise<void>;
}

async function inWorld(work: (world: World) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'vectorgate-in-force-'));
  const recorder = await openTestRecorder(join(folder, 'records'));
  const parts: string[] = [];
  const history = (): Promise<PolicyHistory> => PolicyHistory.open(join(folder, 'policy'), key);
  try {
    await work({
      folder,
      recorder,
      parts,
      history,
      begin: async (anew, { policyChanges } = recorder, compare = diffPolicies) => {
        const texts = new KeptPolicies(join(folder, 'records', 'policies'));
        const keeping = { history: await history(), texts };
        const given = [configuration as unknown as Configuration, logger, feed.first, keeping] as const;
        const policy = new PolicyInForce(...given, feed, compare);
        await policy.begin(
          {
            append: (draft) => {
              parts.push(String(draft.parts.request));
              return recorder.append(draft);
            },
            ownSession: (actor) => recorder.ownSession(actor),
            policyChanges: policyChanges.bind(recorder),
          },
          anew,
        );
        return policy;
      },
      record: (revision, kind) =>
        recorder.append(
          changeRecord(
            {
              change: {
                revision,
                digest: digest(revision),
                time: new Date().toISOString(),
                source: 'published',
              },
              before: { digest: digest(revision - 1) },
              diff: undefined,
              actor: gatewayItself,
            },
            {
              id: `01JD8Z6Q4MX3V7H2K9RBT5${String(1000 + count++)}`,
              session: recorder.ownSession(gatewayItself),
              now: Date.now(),
              kind: kind === 'intent' ? 'intent' : 'outcome',
              ...(kind !== 'intent' && { outcome: kind }),
            },
          ),
        ),
    });
  } finally {
    await recorder.close();
    await rm(folder, { recursive: true });
  }
}
let count = 0;

test('a first start begins a list, and goes on with it', () =>
  inWorld(async ({ begin, history }) => {
    await begin();
    await begin();
    assert.deepEqual(
      (await history()).list().map(({ revision, source }) => [revision, source]),
      [[1, 'folder']],
    );
  }));

test('where records know of a change and the list of them is gone, nothing starts', () =>
  inWorld(async ({ begin, history, record }) => {
    await record(4, 'delivered');
    for (let n = 0; n < 120; n += 1) await record(5, 'failed');
    await assert.rejects(begin(), {
      code: 'policy-history',
      message: /know revision 4 of the policies, and the list .* is gone: .* --begin-policies-anew/,
    });
    assert.equal((await history()).last, undefined);
  }));

test('nor where it is only recorded that a change was about to be made', () =>
  inWorld(async ({ begin, record }) => {
    await record(2, 'intent');
    await assert.rejects(begin(), { code: 'policy-history', message: /know revision 2 of the policies/ });
  }));

test('nor where the records that would know were removed', () =>
  inWorld(async ({ begin }) => {
    await assert.rejects(begin(false, { policyChanges: async () => ({ changes: [], whole: false }) }), {
      code: 'policy-history',
      message: /there are older records, and the list .* is gone/,
    });
  }));

test('nor where the records cannot be asked', () =>
  inWorld(async ({ begin }) => {
    const policyChanges = (): Promise<never> => Promise.reject(new Error('no index'));
    await assert.rejects(begin(false, { policyChanges }), {
      code: 'policy-history',
      message: /cannot be searched/,
    });
  }));

test('begun anew, numbers go on, it is a record with what was in force before, and the switch is taken once', () =>
  inWorld(async ({ begin, history, record, recorder }) => {
    await record(4, 'delivered');
    const policy = await begin(true);
    await policy.close();
    const { digest: now } = policy.set.revision;
    const { last } = await history();
    assert.deepEqual([last?.revision, last?.digest, last?.source], [5, now, 'folder']);
    assert.deepEqual((await recorder.policyChanges()).changes, [{ revision: 5, digest: now, certain: true }]);
    const [told] = await recorder.listRecords({ limit: 1 });
    assert.deepEqual([told?.policy?.from, told?.policy?.to], [digest(4), now]);
    await assert.rejects(begin(true), { code: 'policy-history', message: /Start without that switch/ });
    await begin();
  }));

test('an earlier state of the list that was put back is told', () =>
  inWorld(async ({ begin, record }) => {
    await begin();
    await record(2, 'delivered');
    await assert.rejects(begin(), { code: 'policy-history', message: /an earlier state of it was put back/ });
  }));

const nothing: ChangeDiff = {
  ...(await diffPolicies([], [], policyEnvironment(configuration), new AbortController().signal))!,
};

test(
  'an edit comes into force while it is still found out what the one before does; records keep their order',
  { timeout: 60_000 },
  () =>
    inWorld(async ({ begin, recorder, history }) => {
      const answers: (() => void)[] = [];
      const compare: typeof diffPolicies = () =>
        new Promise((resolve) => answers.push(() => resolve(nothing)));
      const policy = await begin(false, recorder, compare);
      const [one, two] = [fromFolder('one'), fromFolder('two')];
      await policy.offer(one);
      assert.equal(policy.set, one.set);
      await policy.offer(two);
      assert.equal(policy.set, two.set);
      assert.equal((await history()).last?.revision, 3);
      const published = policy.publish(
        () => ({ ...fromFolder('three'), origin: { source: 'published' } }),
        gatewayItself,
        async () => undefined,
      );
      while (answers.length < 2) await setImmediate();
      assert.equal(policy.set, two.set);
      // The one that is published is compared at once, and waits for the records of those before it.
      answers[1]?.();
      assert.deepEqual(await recorder.listRecords(), [], 'nothing is recorded out of its order');
      answers[0]?.();
      while (answers.length < 3) await setImmediate();
      answers[2]?.();
      await published;
      await policy.close();
      const told = (await recorder.listRecords()).map(({ policy }) => [policy?.revision, policy?.widens]);
      assert.deepEqual(told, [
        [4, false],
        [3, false],
        [2, false],
      ]);
    }),
);

const isPublished = (name: string): Candidate => ({ ...fromFolder(name), origin: { source: 'published' } });

for (const [what, asks] of [
  ['published', (policy, make) => policy.publish(make, gatewayItself, async () => undefined)],
  ['to run beside it', (policy, make) => policy.startCanary(make, gatewayItself)],
] as const satisfies readonly (readonly [
  string,
  (policy: PolicyInForce, make: (now: PolicyChange) => Candidate) => Promise<unknown>,
])[])
  test(
    `an edit does not wait for what is ${what} to be compared, which is compared with the edit then`,
    { timeout: 60_000 },
    () =>
      inWorld(async ({ begin, recorder }) => {
        const asked: { readonly from: number; readonly end: () => void }[] = [];
        const compare: typeof diffPolicies = (before) =>
          new Promise((resolve) => asked.push({ from: before.length, end: () => resolve(nothing) }));
        const policy = await begin(false, recorder, compare);
        const made: number[] = [];
        const done = asks(policy, ({ revision }) => {
          made.push(revision);
          return isPublished('three');
        });
        while (asked.length < 1) await setImmediate();
        const edit = fromFolder('one', 'two');
        await policy.offer(edit);
        assert.equal(policy.set, edit.set);
        while (asked.length < 2) await setImmediate();
        asked[0]?.end();
        asked[1]?.end();
        while (asked.length < 3) await setImmediate();
        assert.equal(policy.set, edit.set);
        asked[2]?.end();
        await done;
        // The first one, the edit and what was before it, and once more beside the edit.
        assert.deepEqual(
          [asked.map(({ from }) => from), made],
          [
            [0, 0, 2],
            [1, 2],
          ],
        );
        await policy.close();
        const { digest } = edit.set.revision;
        assert.deepEqual(
          (await recorder.listRecords()).map(({ policy: told }) => [told?.revision, told?.from, told?.to]),
          [
            [3, digest, isPublished('three').set.revision.digest],
            [2, feed.first.set.revision.digest, digest],
          ],
        );
      }),
  );

test(
  'what is published while edits come into force again and again is refused, and keeps nobody waiting',
  { timeout: 60_000 },
  () =>
    inWorld(async ({ begin, recorder }) => {
      const wanted = isPublished('three');
      let rounds = 0;
      const compare: typeof diffPolicies = async (_before, after) => {
        if (after[0]?.path !== wanted.files[0]?.path) return nothing;
        rounds += 1;
        if (rounds < 5) await policy.offer(fromFolder(`edit-${rounds}`));
        return nothing;
      };
      const policy = await begin(false, recorder, compare);
      await assert.rejects(
        policy.publish(
          () => wanted,
          gatewayItself,
          async () => undefined,
        ),
        { code: 'policies-changing' },
      );
      assert.equal(rounds, 2);
      // What comes behind it has its turn.
      rounds = 5;
      await policy.publish(
        () => wanted,
        gatewayItself,
        async () => undefined,
      );
      assert.equal(policy.set, wanted.set);
      await policy.close();
    }),
);

test('a canary is stopped while it is still found out what a publication does', { timeout: 20_000 }, () =>
  inWorld(async ({ begin, recorder }) => {
    const answers: (() => void)[] = [];
    let held = false;
    const compare: typeof diffPolicies = () =>
      held ? new Promise((resolve) => answers.push(() => resolve(nothing))) : Promise.resolve(nothing);
    const policy = await begin(false, recorder, compare);
    const canary = await policy.startCanary(() => isPublished('beside'), gatewayItself);
    held = true;
    const published = policy.publish(
      () => isPublished('three'),
      gatewayItself,
      async () => undefined,
    );
    while (answers.length < 1) await setImmediate();
    assert.equal(await policy.stopCanary(gatewayItself), canary);
    assert.equal(policy.canary, undefined);
    answers[0]?.();
    await published;
    await policy.close();
  }),
);

test(
  'policies that run beside others end with a record when those are in force no longer, and why',
  { timeout: 20_000 },
  () =>
    inWorld(async ({ begin, recorder, parts }) => {
      const policy = await begin(false, recorder, async () => nothing);
      const { digest: before } = policy.set.revision;
      const { digest: tried } = isPublished('beside').set.revision;
      for (const next of [fromFolder('edit'), isPublished('beside')]) {
        await policy.startCanary(() => isPublished('beside'), gatewayItself);
        await policy.offer({ ...next, origin: { source: 'folder' } });
        assert.equal(policy.canary, undefined);
      }
      await policy.close();
      const { digest: edit } = fromFolder('edit').set.revision;
      const told = (await recorder.listRecords()).reverse();
      assert.deepEqual(
        told.map(({ policy: one }) => [one?.event, one?.from, one?.to]),
        [
          ['canary-started', before, tried],
          ['canary-stopped', before, tried],
          ['policy-changed', before, edit],
          ['canary-started', edit, tried],
          ['canary-stopped', edit, tried],
          ['policy-changed', edit, tried],
        ],
      );
      assert.deepEqual(
        parts.filter((part) => part.includes('reason')).map((part) => JSON.parse(part).reason),
        ['Other policies are in force.', 'These policies are in force.'],
      );
    }),
);

test('while the gateway ends nothing more is run beside what is in force', { timeout: 20_000 }, () =>
  inWorld(async ({ begin, recorder }) => {
    const compare: typeof diffPolicies = (_before, _after, _environment, signal) =>
      new Promise((resolve) => signal.addEventListener('abort', () => resolve(undefined)));
    const policy = await begin(false, recorder, compare);
    const started = policy.startCanary(() => isPublished('beside'), gatewayItself);
    const refused = assert.rejects(started, { code: 'recording-impossible', message: /the gateway ends/ });
    await setImmediate();
    await policy.close();
    await refused;
    assert.deepEqual([policy.canary, await recorder.listRecords()], [undefined, []]);
  }),
);

test('what was made for the policies before an edit is not put in force', { timeout: 60_000 }, () =>
  inWorld(async ({ begin, recorder, history }) => {
    const answers: (() => void)[] = [];
    const compare: typeof diffPolicies = () => new Promise((resolve) => answers.push(() => resolve(nothing)));
    const policy = await begin(false, recorder, compare);
    const published = policy.publish(
      ({ revision }) => {
        if (revision !== 1) throw new Error('somebody was first');
        return isPublished('three');
      },
      gatewayItself,
      async () => undefined,
    );
    const refused = assert.rejects(published, { message: 'somebody was first' });
    while (answers.length < 1) await setImmediate();
    const edit = fromFolder('one');
    await policy.offer(edit);
    while (answers.length < 2) await setImmediate();
    for (const answer of answers) answer();
    await refused;
    await policy.close();
    assert.deepEqual([policy.set, (await history()).last?.revision], [edit.set, 2]);
    assert.equal((await recorder.listRecords()).length, 1);
  }),
);

test(
  'the end does not wait for what a change does, and the change is a record all the same',
  { timeout: 60_000 },
  () =>
    inWorld(async ({ begin, recorder }) => {
      const compare: typeof diffPolicies = (_before, _after, _environment, signal) =>
        new Promise((resolve) => signal.addEventListener('abort', () => resolve(undefined)));
      const policy = await begin(false, recorder, compare);
      await policy.offer(fromFolder('one'));
      await policy.close();
      const told = (await recorder.listRecords()).map(({ policy }) => [policy?.revision, policy?.widens]);
      assert.deepEqual(told, [[2, undefined]]);
    }),
);

test(
  'what is published while the gateway ends does not come into force, and its caller learns that',
  { timeout: 60_000 },
  () =>
    inWorld(async ({ begin, recorder, history }) => {
      const compare: typeof diffPolicies = (_before, _after, _environment, signal) =>
        new Promise((resolve) => signal.addEventListener('abort', () => resolve(undefined)));
      const policy = await begin(false, recorder, compare);
      const published = policy.publish(
        () => ({ ...fromFolder('one'), origin: { source: 'published' } }),
        gatewayItself,
        async () => undefined,
      );
      const refused = assert.rejects(published, { code: 'recording-impossible' });
      while ((await history()).last === undefined) await setImmediate();
      await policy.close();
      await refused;
      assert.deepEqual([policy.set, (await history()).last?.revision], [feed.first.set, 1]);
    }),
);
