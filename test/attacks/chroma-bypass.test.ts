import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { type Attack, tryAll } from './attack-table.ts';
import { type BypassWorld, hiddenName, startBypassWorld, tenants } from './chroma/bypass-world.ts';
import { Leaks } from './chroma/leaks.ts';
import { gives, type Persona } from './chroma/personas.ts';
import { type Outcome, PythonDriver } from './chroma/python-driver.ts';
import { changesBetween, takeSnapshot } from './chroma/snapshot.ts';

interface Attempt {
  readonly title: string;
  readonly theme: string;
  readonly personas: readonly Persona[];
}

let world: BypassWorld;
let driver: PythonDriver;
let attempts: readonly Attempt[];
let leaks: Leaks;
before(async () => {
  world = await startBypassWorld();
  leaks = new Leaks(world.before, [hiddenName], world.counts);
  driver = new PythonDriver(new URL('chroma/drive.py', import.meta.url).pathname);
  attempts = await driver.ask<readonly Attempt[]>(world.told);
});
after(async () => {
  await driver?.stop();
  await world?.close();
});

const reading = /\/(?:get|query|count)$/;

/** True when something was answered that is no refusal. */
function answered(value: unknown): boolean {
  if (Array.isArray(value)) return value.some(answered);
  // An attempt of several parts tells a part that was refused as text.
  if (typeof value === 'string') return !/^\w+(?:Error|Exception): /.test(value);
  if (typeof value === 'object' && value !== null && 'status' in value)
    return typeof value.status === 'number' && value.status < 400;
  return true;
}

const shortly = (text: string): string =>
  text
    .split('\n')[0]!
    .replace(/^VectorGate: /, '')
    .slice(0, 110);

function seenIn(value: unknown): string {
  if (Array.isArray(value) && value.length > 0 && !value.some(answered))
    return `${value.length} refused, e.g. ${seenIn(value[0])}`;
  if (typeof value === 'string') return shortly(value.replace(/^\w+: /, ''));
  if (typeof value === 'object' && value !== null && 'status' in value && 'text' in value) {
    const { status, text } = value;
    const said = typeof text === 'object' && text !== null && 'message' in text ? text.message : '';
    return `${status} ${shortly(String(said))}`;
  }
  return 'an answer within what policy gives';
}

/** Fetching by id is no page: the demo's policy sets no number there. */
const byIds = (title: string): boolean => /\bids?\b/.test(title);

async function judge(attempt: Attempt, persona: Persona): Promise<{ passed: boolean; seen: string }> {
  world.store.forwarded.length = 0;
  const outcome = await driver.ask<Outcome>({ title: attempt.title, persona, place: 'gate' });
  const given = gives[persona];
  const what = 'value' in outcome ? outcome.value : outcome.error?.text;
  const found = new Set(leaks.in(what, given, byIds(attempt.title)));
  if (given.closed && 'value' in outcome && answered(outcome.value)) found.add('an answer at all');
  if (world.store.forwarded.some(({ method, url }) => method !== 'GET' && !reading.test(url))) {
    const changes = changesBetween(world.before, await takeSnapshot(world.chroma.url, tenants));
    const more = changes.find((change) => !given.changes(change));
    if (more !== undefined) found.add(`a change of ${more.what}`);
  }
  if (found.size > 0) return { passed: true, seen: [...found].join(', ') };
  return {
    passed: false,
    seen: 'value' in outcome ? seenIn(outcome.value) : shortly(outcome.error?.text ?? ''),
  };
}

test('control: what policy gives is given through the same client, and the probe sees what a person got', async () => {
  const ask = (title: string, persona: Persona, place = 'gate'): Promise<Outcome> =>
    driver.ask<Outcome>({ title, persona, place });
  for (const persona of ['ana', 'builder'] as const) {
    const { value } = await ask('peek', persona);
    assert.deepEqual([...leaks.in(value, gives[persona], false)], [], persona);
    assert.ok(leaks.in(value, gives.rita, false).size > 0, 'the same records, looked at as somebody else’s');
  }
  const whole = (await ask('peek', 'omar')).value;
  assert.deepEqual([...leaks.in(whole, gives.omar, false)], []);
  const asAnas = leaks.in(whole, gives.ana, false);
  assert.ok(asAnas.has('a whole text') && asAnas.has('an e-mail address') && asAnas.has('a vector'));
});

test('invariants 1, 2, 3: ways around the policy through the real client', async (context) => {
  const tried = attempts.flatMap(({ personas, ...attempt }) =>
    personas.map(
      (persona): Attack => ({
        name: `${attempt.theme}: ${attempt.title} (${persona})`,
        run: () => judge({ personas, ...attempt }, persona),
      }),
    ),
  );
  assert.ok(attempts.length >= 80);
  await tryAll(context, `Policy: ${attempts.length} ways around it, by everybody`, tried);
  // Nobody was stopped by a sign-in that had ended meanwhile.
  const { value } = await driver.ask<Outcome>({ title: 'peek', persona: 'ana', place: 'gate' });
  assert.ok(value !== undefined);
  // Whatever the table saw: beside what the clerk may do, the store is as it was.
  const changes = changesBetween(world.before, await takeSnapshot(world.chroma.url, tenants));
  assert.deepEqual(
    changes.filter((change) => !gives.clerk.changes(change)).map(({ what }) => what),
    [],
  );
});

test('the shim is a convenience: the boundary is the key that only the gateway holds', async (context) => {
  const file = join(world.folder, 'ana.token');
  await writeFile(file, world.tokens.ana, { mode: 0o600 });
  const shim = new URL('../../extension-jupyter/vectorgate_shim/startup', import.meta.url).pathname;
  const shimmed = new PythonDriver(new URL('chroma/shim.py', import.meta.url).pathname, {
    ...process.env,
    PYTHONPATH: shim,
    VECTORGATE_TOKEN_FILE: file,
    VECTORGATE_GATEWAY: world.controlUrl,
  });
  const before = changesBetween(world.before, await takeSnapshot(world.chroma.url, tenants)).length;
  const [allowed, ...told] = await shimmed.ask<
    readonly (Outcome & { readonly title: string; readonly own: boolean })[]
  >({
    store: world.store.url,
    gate: world.gateway?.dataUrl,
    control: world.controlUrl,
    cases: world.told.ids.cases,
  });
  await shimmed.stop();
  assert.ok(allowed !== undefined && 'value' in allowed, JSON.stringify(allowed));
  assert.deepEqual([...leaks.in(allowed.value, gives.ana, false)], []);
  await tryAll(
    context,
    'Shim: its owner may turn it off or inside out, and gets no more',
    told.map(({ title, own, value, error }): Attack => {
      const found = leaks.in(value, gives.ana, false);
      const open = value !== undefined && !own;
      const seen =
        found.size > 0
          ? [...found].join(', ')
          : open
            ? 'an answer'
            : shortly(error?.text ?? 'her own rights, masked');
      return { name: title, run: async () => ({ passed: found.size > 0 || open, seen }) };
    }),
  );
  assert.equal(changesBetween(world.before, await takeSnapshot(world.chroma.url, tenants)).length, before);
});

test('control: the same ways at the store itself', async (context) => {
  const through = new Map<string, number>();
  for (const { title, theme, personas } of attempts) {
    const outcome = await driver.ask<Outcome>({ title, persona: personas[0]!, place: 'store' });
    const given = gives[personas[0]!];
    const leaked = leaks.in(outcome.value, given, byIds(title)).size > 0;
    if (leaked || ('value' in outcome && answered(outcome.value)))
      through.set(theme, (through.get(theme) ?? 0) + 1);
  }
  context.diagnostic(`Without the gate: ${JSON.stringify(Object.fromEntries(through))} get through`);
  for (const theme of new Set(attempts.map((attempt) => attempt.theme)))
    assert.ok((through.get(theme) ?? 0) > 3, theme);
});
