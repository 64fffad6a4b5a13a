import assert from 'node:assert/strict';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { digestOf } from '@vectorgate/policy-schema';
import {
  bundleText,
  bundleType,
  canaryType,
  type Envelope,
  type PolicyBundle,
} from '@vectorgate/policy-schema/bundle';
import { policyOf, reviewersLook } from '../harness/policies.ts';
import { publisherKey, publishing, sealed, sealedAs, sealedBundle } from '../harness/policy-publishing.ts';
import { startWorld, type World } from '../harness/world.ts';
import { type Attack, tryAll } from './attack-table.ts';

interface Status {
  readonly change: { readonly revision: number; readonly digest: string };
  readonly publishing: { readonly gateway: string };
}

const [key, leaving, strange] = [publisherKey(), publisherKey(), publisherKey()];
const files = [{ path: 'main.policy.yaml', text: policyOf(reviewersLook()) }];
const open = {
  path: 'open.policy.yaml',
  text: policyOf([
    'everybody',
    'effect: allow, principals: { issuers: [people] }, resources: { connections: [insights] }, operations: [read]',
  ]).replace('name: tested', 'name: open'),
};
let world: World;
let omar: string;
let [replayed, again]: Envelope[] = [];

const status = async (): Promise<Status> =>
  (await (await world.api(omar, '/api/v1/policy')).json()) as Status;
const inForce = async (): Promise<string> => (await world.api(omar, '/api/v1/policy/files')).text();
const send = (body: unknown, token = omar, to = '/revisions'): Promise<Response> =>
  fetch(`${world.controlUrl}/api/v1/policy${to}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
/** A bundle that would be taken, but for what is changed in it. */
const bundle = async (change: Partial<PolicyBundle> = {}): Promise<PolicyBundle> => {
  const { change: last, publishing: own } = await status();
  return {
    v: 1,
    gateway: own.gateway,
    revision: last.revision + 1,
    base: { revision: last.revision, digest: last.digest },
    created: '2026-11-29T09:00:00.000Z',
    author: 'Omar',
    files: [...files, open],
    ...change,
  };
};

before(async () => {
  world = await startWorld({
    policies: { main: policyOf(reviewersLook()) },
    root: publishing({ laptop: key, leaving }),
  });
  omar = (await world.signIn('omar')).accessToken;
  // What was in force once, signed by a key that counted then.
  replayed = sealedBundle(await bundle(), leaving);
  assert.equal((await send(replayed)).status, 200);
  again = sealedBundle(await bundle({ files }), key);
  assert.equal((await send(again)).status, 200);
  const configuration = await readFile(world.configurationFile, 'utf8');
  await writeFile(world.configurationFile, configuration.replace(/ +- \{ id: leaving.*\n/, ''));
  await world.restart();
});
after(() => world?.close());

const withText = async (from: string, to: string): Promise<Envelope> => {
  const text = bundleText(await bundle());
  assert.ok(text.includes(from));
  return sealed(text.replace(from, to), key);
};

test('what no publisher signed for this gateway and this moment does not come into force', async (context) => {
  const before = await inForce();
  const good = sealedBundle(await bundle(), key);
  const spellings = await Promise.all(
    ['Omar', 'Omar H', 'Omar Ha'].map(async (author) => sealedBundle(await bundle({ author }), key)),
  );
  const padded = spellings.find(({ payload }) => payload.endsWith('=')) ?? good;
  const flipped = Buffer.from(good.payload, 'base64');
  flipped[flipped.length - 20]! ^= 1;
  const other = sealedBundle(await bundle({ author: 'Eve' }), strange);
  const named = (path: string): Promise<Envelope> => withText('open.policy.yaml', path);
  const cases: readonly (readonly [name: string, body: unknown, status: number])[] = [
    ['without a signature', { ...good, signatures: [] }, 403],
    ['by a key that nobody lists', other, 403],
    ['by a key that was taken off the list', sealedBundle(await bundle(), leaving), 403],
    [
      'signed by a stranger, under the name of a publisher’s key',
      { ...other, signatures: [{ ...other.signatures[0], keyid: key.keyId }] },
      403,
    ],
    [
      'by a publisher and a stranger',
      { ...good, signatures: [...good.signatures, { ...other.signatures[0] }] },
      403,
    ],
    ['with one bit of the payload turned', { ...good, payload: flipped.toString('base64') }, 403],
    [
      'with the signature of another bundle',
      { ...good, signatures: sealedBundle(await bundle({ files }), key).signatures },
      403,
    ],
    ['with the payload as another type', { ...good, payloadType: 'application/json' }, 400],
    [
      'signed to run beside, sent to be in force',
      { ...sealedAs(canaryType, bundleText(await bundle()), key), payloadType: bundleType },
      403,
    ],
    ['with a key that our envelopes do not have', { ...good, required: false }, 400],
    ['with base64 in another spelling', { ...padded, payload: padded.payload.replace(/=+$/, '') }, 400],
    ['what was in force before, by a key that counted then', replayed, 403],
    ['what is in force, once more', again, 409],
    ['an older number', sealedBundle(await bundle({ revision: 2 }), key), 409],
    [
      'the number that is in force',
      sealedBundle(await bundle({ revision: (await status()).change.revision }), key),
      409,
    ],
    ['a number that leaves some out', sealedBundle(await bundle({ revision: 2 ** 52 }), key), 409],
    [
      'made to replace another set',
      sealedBundle(
        await bundle({ base: { revision: (await status()).change.revision, digest: digestOf([]) } }),
        key,
      ),
      409,
    ],
    [
      'made for another gateway',
      sealedBundle(await bundle({ gateway: 'https://staging.example.com' }), key),
      409,
    ],
    ['a key twice in the payload', await withText('"author":"Omar"', '"author":"Eve","author":"Omar"'), 400],
    ['a name out of the folder', await named('../open.policy.yaml'), 400],
    ['an absolute name', await named('/etc/open.policy.yaml'), 400],
    ['a hidden name', await named('.git/open.policy.yaml'), 400],
    ['a name with a backslash', await named('a\\\\..\\\\open.policy.yaml'), 400],
    ['a name with a zero', await named('open\\u0000.policy.yaml'), 400],
    ['a name of no policy', await named('vectorgate.yaml'), 400],
    ['a name twice', await named('main.policy.yaml'), 400],
    [
      'a policy that does not load',
      sealedBundle(await bundle({ files: [{ ...open, text: 'kind: Policy' }] }), key),
      422,
    ],
    ['no JSON', '{"payload', 400],
    ['100,000 brackets', '['.repeat(100_000), 400],
  ];
  await tryAll(
    context,
    'publishing: bundles that are not to be taken',
    cases.map(
      ([name, body, wanted]): Attack => ({
        name,
        run: async () => {
          const response = await send(body);
          const { error } = (await response.json()) as { error?: { code: string } };
          const passed = response.status !== wanted || (await inForce()) !== before;
          return { passed, seen: `${response.status} ${error?.code}` };
        },
      }),
    ),
  );
  assert.equal((await send(good)).status, 200, 'the bundle is good otherwise');
});

test('a bundle of 50 MB is refused before it is read, and fills no memory', async (context) => {
  const body = JSON.stringify({ payload: 'A'.repeat(50 * 1024 * 1024) });
  await tryAll(
    context,
    'publishing: 50 MB',
    [omar, (await world.signIn('ana')).accessToken].map(
      (token, at): Attack => ({
        name: at === 0 ? 'by a publisher' : 'by somebody else',
        run: async () => {
          // A refusal may come while the body is still on its way, and the connection end then.
          const seen = await send(body, token).then(
            ({ status: code }) => String(code),
            () => 'closed',
          );
          return { passed: !['413', '403', 'closed'].includes(seen), seen };
        },
      }),
    ),
  );
  assert.equal((await world.api(omar, '/api/v1/policy')).status, 200);
});

test('of publishers who race, one is first, and the others learn it', async () => {
  const all = await Promise.all(
    Array.from({ length: 5 }, async (_, at) => sealedBundle(await bundle({ files, note: `by ${at}` }), key)),
  );
  const before = (await status()).change.revision;
  const answers = await Promise.all(all.map((one) => send(one)));
  assert.deepEqual(answers.map(({ status: code }) => code).sort(), [200, 409, 409, 409, 409]);
  assert.equal((await status()).change.revision, before + 1);
});

test('a canary is signed for that alone, changes nothing, and is not left to run by a bundle for something else', async (context) => {
  const [before, text] = [await inForce(), bundleText(await bundle())];
  const asCanary = sealedAs(canaryType, text, key);
  const cases: readonly (readonly [name: string, body: unknown, status: number])[] = [
    ['a bundle to be in force', sealed(text, key), 400],
    ['the same, called a canary', { ...sealed(text, key), payloadType: canaryType }, 403],
    ['without a signature', { ...asCanary, signatures: [] }, 403],
    ['made for another gateway', sealedAs(canaryType, bundleText(await bundle({ gateway: 'x' })), key), 409],
    ['made beside something else', sealedAs(canaryType, bundleText(await bundle({ revision: 2 })), key), 409],
  ];
  const canary = async (): Promise<string> => (await world.api(omar, '/api/v1/policy/canary')).text();
  await tryAll(
    context,
    'publishing: canaries that are not to run',
    cases.map(
      ([name, body, wanted]): Attack => ({
        name,
        run: async () => {
          const { status: code } = await send(body, omar, '/canary');
          return { passed: code !== wanted || (await canary()) !== '{"canary":null}', seen: String(code) };
        },
      }),
    ),
  );
  assert.equal((await send(asCanary, omar, '/canary')).status, 200);
  assert.deepEqual([await inForce(), (await canary()).includes('"requests":0')], [before, true]);
  assert.equal((await send('', omar, '/canary/stop')).status, 200);
});

test('a pipeline that is named may publish, another of its issuer may not', async () => {
  const envelope = sealedBundle(await bundle({ files }), key);
  assert.equal(
    (await send(envelope, await world.workload('ingest', { groups: ['data-owners'] }))).status,
    403,
  );
  assert.equal((await send(envelope, await world.workload('release'))).status, 200);
});

test('where signatures are optional an unsigned bundle is taken, and one with a bad signature is not', async () => {
  const configuration = await readFile(world.configurationFile, 'utf8');
  await writeFile(world.configurationFile, `${configuration}  signatures: optional\n`);
  await world.restart();
  assert.equal((await send(sealedBundle(await bundle({ files }), strange))).status, 403);
  assert.equal((await send(sealedBundle(await bundle({ files })))).status, 200);
  await writeFile(world.configurationFile, configuration);
  await world.restart();
});

test('whoever may write the data folder cannot put other policies in force', async (context) => {
  const { change } = await status();
  const [changes, texts] = [
    join(world.folder, 'data', 'policy', 'changes'),
    join(world.folder, 'data', 'records', 'policies', `${change.digest}.json`),
  ];
  const tampered = (name: string, file: string, tamper: (text: string) => string): Attack => ({
    name,
    run: async () => {
      const whole = await readFile(file, 'utf8');
      await world.gateway?.close();
      await writeFile(file, tamper(whole));
      const said = await world.restart().then(
        () => 'started',
        (error: unknown) => (error instanceof Error ? error.message : String(error)),
      );
      await writeFile(file, whole);
      return { passed: !said.startsWith('VectorGate cannot start: '), seen: said.slice(0, 60) };
    },
  });
  const line = (text: string, at: number): string => text.split('\n').at(at) ?? '';
  await tryAll(context, 'publishing: the data folder, while the gateway does not run', [
    tampered('the texts in force changed', texts, (text) => text.replace('review', 'read')),
    tampered('the texts in force emptied', texts, () => '[]'),
    tampered('another set named as the last', changes, (text) =>
      text.replace(
        line(text, -2),
        line(text, -2).replace(/"digest":"[0-9a-f]{64}"/, `"digest":"${digestOf([])}"`),
      ),
    ),
    tampered('a change taken out', changes, (text) => text.replace(`${line(text, 1)}\n`, '')),
    tampered('the last change taken out', changes, (text) => text.replace(`${line(text, -2)}\n`, '')),
    tampered('the first change repeated at the end', changes, (text) => `${text}${line(text, 0)}\n`),
  ]);
  await world.restart();
  assert.equal((await status()).change.revision, change.revision);
  // Without it nothing else comes into force silently: the records know of it.
  const whole = await readFile(changes, 'utf8');
  await world.gateway?.close();
  await rm(join(world.folder, 'data', 'policy'), { recursive: true });
  await assert.rejects(world.restart(), /the list of the policies that were in force, .* is gone/);
  await mkdir(join(world.folder, 'data', 'policy'));
  await writeFile(changes, whole, { mode: 0o600 });
  await world.restart();
  assert.equal((await status()).change.revision, change.revision);
  assert.equal((await send(again)).status, 409);
});
