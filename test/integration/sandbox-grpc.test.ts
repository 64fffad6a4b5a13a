import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, suite, test } from 'node:test';
import { pythonProgram } from '@vectorgate/demo';
import { type CommandLinePerson, commandLinePerson } from '../harness/command-line-person.ts';
import { permitEverything, policyOf } from '../harness/policies.ts';
import { type QdrantWorld, startQdrantWorld, withoutQdrant } from '../harness/qdrant-world.ts';
import type { Ran } from '../harness/run-gateway.ts';
import { runVectorgate } from '../harness/run-vectorgate.ts';

/* Programs with Qdrant's real client over gRPC, recorded through the real gateway, run again where there is neither store nor gateway. */

const place = join(import.meta.dirname, 'sandbox');
const program = join(place, 'qdrant_grpc_program.py');
const watched = { NODE_OPTIONS: `--import ${join(place, 'tells-connections.mjs')}` };
const ways = ['sync', 'async'] as const;

suite('The sandbox over gRPC', { skip: withoutQdrant }, () => {
  let world: QdrantWorld;
  let folder: string;
  let ana: CommandLinePerson;
  /** By way: what the program printed when it was recorded, and the archive of that. */
  const recorded = new Map<string, { readonly out: string; readonly archive: string }>();

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'vectorgate-sandbox-grpc-'));
    const main = policyOf(
      permitEverything('all', 'groups: [analysts]', 'vectors'),
      ['secret-is-closed', 'effect: deny, resources: { collections: [secret] }, operations: [aggregate]'],
      [
        'people-are-masked',
        'effect: guard, resources: { collections: [people] }, mask: [{ fields: [mail], method: redact }, { fields: [phone], method: partial, keepLast: 2 }, { fields: [born], method: nullify }, { fields: [note], method: drop }, { fields: [$vector], method: drop }]',
      ],
    );
    world = await startQdrantWorld({ policies: { main } });
    await world.straight('PUT', '/collections/people', { vectors: { size: 2, distance: 'Dot' } });
    const payload = {
      mail: 'eva@acme.example',
      phone: '+1 415 555 0100',
      born: 1984,
      note: 'x',
      city: 'Köln',
    };
    const people = await world.straight('PUT', '/collections/people/points?wait=true', {
      points: [{ id: 1, vector: [1, 0], payload }],
    });
    assert.equal(people.status, 200);
    ana = await commandLinePerson(world.controlUrl, 'ana', folder);
    for (const way of ways) {
      const ran = await ana.run('run', '--', pythonProgram(), program, way);
      assert.equal(ran.code, 0, ran.out + ran.err);
      const archive = join(folder, `${way}.vgsession`);
      const listed = JSON.parse((await ana.run('sessions', 'list', '--json')).out) as {
        sessions: readonly { readonly id: string }[];
      };
      const exported = await ana.run(
        'sessions',
        'export',
        listed.sessions[0]!.id,
        '--bodies',
        'all',
        '--output',
        archive,
      );
      assert.equal(exported.code, 0, exported.err);
      recorded.set(way, { out: ran.out, archive });
    }
    await world.close();
  });
  after(async () => {
    await ana?.signOut();
    await world?.close();
    await rm(folder, { recursive: true, force: true });
  });

  const sandbox = (...args: readonly string[]): Promise<Ran> =>
    runVectorgate(['sessions', 'sandbox', ...args], watched);

  for (const way of ways)
    test(`${way}: the unchanged program prints the same, and a changed one is told`, async () => {
      const { out, archive } = recorded.get(way)!;
      assert.match(out, /Köln/);
      assert.doesNotMatch(out, /eva@acme|555 0100|1984/);
      const again = await sandbox(archive, '--strict', '--', pythonProgram(), program, way);
      assert.equal(again.err.includes('a connection was opened'), false, again.err);
      assert.deepEqual([again.out, again.code], [out, 0], again.err);
      assert.match(again.err, /, (?:1 not asked for, )?every call was in the recording\./);

      const changed = await sandbox(archive, '--', pythonProgram(), program, way, '1');
      assert.equal(changed.code, 1);
      assert.ok(out.startsWith(changed.out) && changed.out !== '', changed.out);
      assert.match(
        changed.err,
        /StatusCode\.PERMISSION_DENIED\n\s*details = "VectorGate: not in the recording: closest is step \d+ \(query_points .*-cases, top 3\), which differs in limit\.\\?/,
      );
      assert.match(changed.err, /✗ gRPC \/qdrant\.Points\/Query: closest is step/);
      assert.doesNotMatch(changed.err, /a connection was opened/);
    });
});
