import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { pythonProgram } from '@vectorgate/demo';
import { type CommandLinePerson, commandLinePerson } from '../harness/command-line-person.ts';
import { permitEverything, policyOf } from '../harness/policies.ts';
import { startQdrantWorld, withoutQdrant } from '../harness/qdrant-world.ts';
import type { Ran } from '../harness/run-gateway.ts';
import { runVectorgate } from '../harness/run-vectorgate.ts';
import { makeCollection } from '../harness/store-collection.ts';
import { startWorld, type World } from '../harness/world.ts';

/* Programs with the real clients, recorded through the real gateway, run again where there is neither store nor gateway. */

const program = (store: string): string => join(import.meta.dirname, 'sandbox', `${store}_program.py`);

let world: World;
let folder: string;
let ana: CommandLinePerson;
const stores = withoutQdrant ? ['chroma'] : ['chroma', 'qdrant'];
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
    const listed = await ana.run('sessions', 'list', '--limit', '1', '--json');
    const session = (JSON.parse(listed.out) as { sessions: { id: string }[] }).sessions[0]!.id;
    const archive = join(folder, `${store}.vgsession`);
    const exported = await ana.run('sessions', 'export', session, '--bodies', 'all', '--output', archive);
    assert.equal(exported.code, 0, exported.err);
    recorded.set(store, { out: ran.out, archive, session });
  }
});
after(async () => {
  await world?.close();
  await rm(folder, { recursive: true, force: true });
});

const sandbox = (...args: readonly string[]): Promise<Ran> => runVectorgate(['sessions', 'sandbox', ...args]);

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
    const again = await sandbox('--strict', archive, '--', pythonProgram(), program(store));
    assert.deepEqual([again.code, again.out], [0, out], again.err);
    // Qdrant's client asks for the server's version in a thread of its own, which the program does not wait for.
    assert.match(again.err, /, (?:1 not asked for, )?every call was in the recording\./);

    const changed = await sandbox(archive, '--', pythonProgram(), program(store), '1');
    assert.equal(changed.code, 1);
    assert.ok(out.startsWith(changed.out) && changed.out !== '', changed.out);
    assert.match(changed.err, refusals[store]!);
    assert.match(
      changed.err,
      /not asked for, 1 call not answered\. No store and no gateway was asked\.\n {2}✗ POST \//,
    );
  });
