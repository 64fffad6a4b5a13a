import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';
import { pythonProgram } from '@vectorgate/demo';
import { writeNotebook } from '../browser/write-notebook.ts';
import { type CommandLinePerson, commandLinePerson } from '../harness/command-line-person.ts';
import { permitEverything, policyOf, reviewersLook } from '../harness/policies.ts';
import { qdrantName, startQdrantWorld, withoutQdrant } from '../harness/qdrant-world.ts';
import type { Ran } from '../harness/run-gateway.ts';
import { runVectorgate } from '../harness/run-vectorgate.ts';
import { ServedSandbox } from '../harness/served-sandbox.ts';
import { makeCollection } from '../harness/store-collection.ts';
import { startWorld, type World } from '../harness/world.ts';

/* Programs with the real clients, recorded through the real gateway, run again where there is neither store nor gateway. */

const place = join(import.meta.dirname, 'sandbox');
const program = (store: string): string => join(place, `${store}_program.py`);
const stores = withoutQdrant ? ['chroma'] : ['chroma', 'qdrant'];

let world: World;
let folder: string;
let ana: CommandLinePerson;
/** By store: what the program printed when it was recorded, and the archive of that. */
const recorded = new Map<
  string,
  { readonly out: string; readonly archive: string; readonly session: string }
>();

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vectorgate-sandbox-test-'));
  const policies = {
    main: policyOf(
      permitEverything('all', 'groups: [analysts]', 'insights, vectors'),
      reviewersLook('insights, vectors'),
      ['secret-is-closed', 'effect: deny, resources: { collections: [secret] }, operations: [meta]'],
      [
        'mail-is-masked',
        'effect: guard, resources: { connections: [insights], collections: [people] }, mask: [{ fields: [mail], method: redact }]',
      ],
    ),
  };
  world = withoutQdrant ? await startWorld({ policies }) : await startQdrantWorld({ policies });
  await makeCollection(world.chroma.url, 'people', {
    ids: ['1'],
    embeddings: [[1, 0]],
    metadatas: [{ mail: 'eva@acme.example' }],
  });
  ana = await commandLinePerson(world.controlUrl, 'ana', folder);
  for (const store of stores) {
    const ran = await ana.run('run', '--', pythonProgram(), program(store));
    assert.equal(ran.code, 0, ran.out + ran.err);
    const session = await latestSession();
    const archive = join(folder, `${store}.vgsession`);
    const exported = await ana.run('sessions', 'export', session, '--bodies', 'all', '--output', archive);
    assert.equal(exported.code, 0, exported.err);
    recorded.set(store, { out: ran.out, archive, session });
  }
  const file = join(folder, 'headers.vgsession');
  const headers = await ana.run('sessions', 'export', recorded.get('chroma')!.session, '--output', file);
  assert.equal(headers.code, 0, headers.err);
});
after(async () => {
  // The gateway is gone by now: who keeps the sign-in ends all the same.
  await ana?.signOut();
  await world?.close();
  await rm(folder, { recursive: true, force: true });
});

const sessionsOfAna = async (): Promise<readonly { readonly id: string }[]> =>
  (
    JSON.parse((await ana.run('sessions', 'list', '--json')).out) as {
      sessions: readonly { readonly id: string }[];
    }
  ).sessions;

const latestSession = async (): Promise<string> => (await sessionsOfAna())[0]!.id;

const watched = { NODE_OPTIONS: `--import ${join(place, 'tells-connections.mjs')}` };

const sandbox = (...args: readonly string[]): Promise<Ran> =>
  runVectorgate(['sessions', 'sandbox', ...args], watched);

const outputsOf = async (notebook: string): Promise<unknown> =>
  (
    JSON.parse(await readFile(notebook, 'utf8')) as {
      cells: readonly { readonly outputs: unknown }[];
    }
  ).cells.map(({ outputs }) => outputs);

test('a notebook runs again over a session of its kernel, and the others with it; the store is gone', async () => {
  const notebook = join(folder, 'notebook.ipynb');
  await writeNotebook(notebook, {
    chroma:
      'import chromadb\npeople = chromadb.HttpClient(host="chroma.internal", port=8000).get_collection("people", embedding_function=None)\npeople.get(limit=1)',
    ...(!withoutQdrant && {
      qdrant: `from qdrant_client import QdrantClient\nsorted(one.name for one in QdrantClient(url="http://${qdrantName}").get_collections().collections)`,
      grpc: `QdrantClient(url="http://${qdrantName}", prefer_grpc=True).count("cases")`,
      asyncio: `from qdrant_client import AsyncQdrantClient\nawait AsyncQdrantClient(url="http://${qdrantName}", prefer_grpc=True).count("cases")`,
    }),
    search: 'people.query(query_embeddings=[[1.0, 0.0]], n_results=1)["distances"]',
  });
  const again = join(folder, 'again.ipynb');
  await copyFile(notebook, again);
  const jupyter = join(dirname(pythonProgram()), 'jupyter');
  const ran = await ana.run('run', '--', jupyter, 'execute', '--inplace', notebook);
  assert.equal(ran.code, 0, ran.err);
  const outputs = await outputsOf(notebook);
  assert.match(JSON.stringify(outputs), /VectorGate: mail redacted\. Decision /);

  const before = await sessionsOfAna();
  await world.chroma.stop();
  const { code, err } = await ana.run(
    'sessions',
    'sandbox',
    before[0]!.id,
    '--strict',
    '--',
    jupyter,
    'execute',
    '--inplace',
    again,
  );
  assert.equal(code, 0, err);
  assert.match(err, /chroma\.internal:8000.*every call was in the recording\./s);
  if (!withoutQdrant) assert.match(err, /qdrant\.internal:6333.*qdrant\.internal:6334/s);
  assert.deepEqual(await outputsOf(again), outputs);
  assert.deepEqual(await sessionsOfAna(), before);
});

test('a reviewer’s sandbox answers what they may see, and that they looked is recorded', async () => {
  const rita = await commandLinePerson(world.controlUrl, 'rita', folder);
  const { out, session } = recorded.get('chroma')!;
  const ran = await rita.run('sessions', 'sandbox', session, '--', pythonProgram(), program('chroma'));
  assert.equal(ran.code, 1);
  // Up to the first call that quotes what is masked for her.
  assert.ok(ran.out !== '' && out.startsWith(ran.out), ran.out);
  assert.match(ran.err, /ChromaAuthError: VectorGate: not in the recording: /);
  assert.match(ran.err, /○ step \d+, collection_get people.*: not asked for\. [^\n]*masked for you\./);
  const looked = await rita.run('sessions', 'search', 'class:review', '--json');
  const { records } = JSON.parse(looked.out) as { records: readonly { reviewed?: { of: string } }[] };
  assert.ok(
    records.some(({ reviewed }) => reviewed !== undefined),
    looked.out,
  );
  await rita.signOut();
});

test('a client that speaks both gRPC and HTTP is answered in both', { skip: withoutQdrant }, async () => {
  const code = `from qdrant_client import QdrantClient
client = QdrantClient(url="http://${qdrantName}", prefer_grpc=True, check_compatibility=False)
print(client.http.service_api.root().title)
print(client.count("cases").count)`;
  const ran = await ana.run('run', '--', pythonProgram(), '-c', code);
  assert.equal(ran.code, 0, ran.err);
  const again = await ana.run(
    'sessions',
    'sandbox',
    await latestSession(),
    '--strict',
    '--',
    pythonProgram(),
    '-c',
    code,
  );
  assert.deepEqual([again.code, again.out], [0, ran.out], again.err);
  assert.match(again.err, /2 of 2 recorded steps answered, every call was in the recording/);
});

/** What a program reads when a call of it was not recorded, by store. */
const refusals: Readonly<Record<string, RegExp>> = {
  chroma:
    /ChromaAuthError: VectorGate: not in the recording: closest is step 9 \(collection_query cases, top 2\), which differs in n_results\.\nA sandbox asks no store\./,
  qdrant:
    /"VectorGate: not in the recording: closest is step 4 \(query_points cases, top 2\), which differs in limit\. A sandbox asks no store\."/,
};

for (const store of ['chroma', 'qdrant'])
  test(`${store}: without store and gateway, the unchanged program prints the same, and a changed one is told`, {
    skip: store === 'qdrant' && withoutQdrant,
  }, async () => {
    await world.close();
    const { out, archive } = recorded.get(store)!;
    const again = await sandbox(archive, '--strict', '--', pythonProgram(), program(store));
    assert.deepEqual([again.code, again.out], [0, out], again.err);
    // Qdrant's client asks for the server's version in a thread of its own, which the program does not wait for.
    assert.match(again.err, /, (?:1 not asked for, )?every call was in the recording\./);
    assert.doesNotMatch(again.err, /a connection was opened/);

    const changed = await sandbox(archive, '--', pythonProgram(), program(store), '1');
    assert.equal(changed.code, 1);
    assert.ok(out.startsWith(changed.out) && changed.out !== '', changed.out);
    assert.match(changed.err, refusals[store]!);
    assert.match(changed.err, /not asked for, 1 call not answered\. No store was asked\.\n {2}✗ POST \//);
    assert.doesNotMatch(changed.err, /a connection was opened/);
  });

test('a program that catches its refusals ends as it likes; --strict does not let that pass', async () => {
  const { archive } = recorded.get('chroma')!;
  const caught = `import sys, urllib.request\nsys.exit(int(sys.argv[1]))`;
  const fine = await sandbox(archive, '--json', '--', pythonProgram(), '-c', caught, '0');
  assert.equal(fine.code, 0);
  const report = JSON.parse(fine.err.slice(fine.err.indexOf('{'))) as Record<string, unknown>;
  assert.deepEqual([report.steps, report.answered, report.notRecorded], [17, 0, []]);
  assert.equal((await sandbox(archive, '--strict', '--', pythonProgram(), '-c', caught, '7')).code, 7);
  const other =
    'import httpx\nassert httpx.get("http://chroma.internal:8000/api/v2/nothing").status_code == 403';
  assert.equal((await sandbox(archive, '--strict', '--', pythonProgram(), '-c', other)).code, 6);
});

test('what cannot be run over is told before anything is started', async () => {
  await world.close();
  const { archive, session } = recorded.get('chroma')!;
  const started = ['--', pythonProgram(), '-c', 'print("started")'];
  const file = join(folder, 'bad.vgsession');
  const whole = await readFile(archive);
  for (const [bytes, why] of [
    [Buffer.from('no archive'), /This file is no archive of recorded sessions\./],
    [whole.subarray(0, whole.length - 5_000), /is not what was exported, so its answers may not be/],
  ] as const) {
    await writeFile(file, bytes);
    const { code, out, err } = await sandbox(file, ...started);
    assert.deepEqual([code, out], [1, ''], err);
    assert.match(err, why);
  }
  const headers = await sandbox(join(folder, 'headers.vgsession'), ...started);
  assert.deepEqual([headers.code, headers.out], [1, '']);
  assert.match(
    headers.err,
    /can be answered\. Step 1: Its call is not here\. It was left out of this export\.\n/,
  );
  const away = await runVectorgate(['sessions', 'sandbox', session, ...started], {
    ...ana.environment,
    ...watched,
  });
  assert.deepEqual([away.code, away.out], [5, ''], away.err);
  // What looks for connections tells of these: where it says nothing, there were none.
  assert.match(away.err, /a connection was opened/);
  const unknown = await sandbox(archive, '--session', session.replace(/.$/, '!'), ...started);
  assert.deepEqual([unknown.code, unknown.out], [4, '']);
  assert.match(unknown.err, /The archive has no session .*\nIt has /);
});

test('--serve: another program starts what runs in it, and it ends with its input', async () => {
  const { archive, out } = recorded.get('chroma')!;
  const serving = new ServedSandbox([archive]);
  const environment = await serving.environment();
  const first = await serving.standing('ready');
  assert.deepEqual(first.names, ['chroma.internal:8000']);
  assert.deepEqual([first.counts.steps, first.counts.answered], [17, 0]);
  // A broker that an editor puts over a program's environment leads nobody out.
  const ran = await promisify(execFile)(pythonProgram(), [program('chroma')], {
    env: {
      ...process.env,
      ...environment,
      VECTORGATE_BROKER: '/nowhere/broker.sock',
      VECTORGATE_BROKER_KEY: 'other',
    },
  });
  assert.equal(ran.stdout, out);
  serving.end();
  const last = await serving.standing('ended');
  assert.deepEqual([last.counts.answered, last.counts.notAnswered], [17, 0]);
  assert.equal(await serving.code, 0);

  const left = new ServedSandbox([archive]);
  const { VECTORGATE_SANDBOX = '' } = await left.environment();
  await left.standing('ready');
  assert.ok(existsSync(VECTORGATE_SANDBOX));
  await left.abandon();
  assert.equal(await left.code, 0);
  assert.ok(!existsSync(dirname(VECTORGATE_SANDBOX)), 'its socket lies there though nobody answers');

  const none = new ServedSandbox([join(folder, 'headers.vgsession')]);
  const failed = await none.standing('failed');
  assert.match(failed.message, /can be answered\. Step 1: Its call is not here/);
  assert.match(failed.remedy, /--bodies all/);
  assert.equal(await none.code, 1);
  // What is no file any more is no session either: nobody is asked with the sign-in that is kept here.
  for (const gone of [folder, join(folder, 'gone.vgsession')]) {
    const refused = new ServedSandbox([gone, '--session', recorded.get('chroma')!.session]);
    assert.match((await refused.standing('failed')).message, /^There is no archive at /);
  }
  for (const unclear of [[archive], [archive, '--serve', '--', 'true']])
    assert.equal((await sandbox(...unclear)).code, 2);
});
