import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, suite, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { callOf } from '@vectorgate/replay-ui/call';
import { gatewayRecords } from '@vectorgate/replay-ui/host';
import { permitEverything, policyOf, reviewersLook } from '../harness/policies.ts';
import { type QdrantWorld, qdrantName, startQdrantWorld, withoutQdrant } from '../harness/qdrant-world.ts';
import { runPython } from '../harness/run-python.ts';

const program = fileURLToPath(new URL('qdrant_session.py', import.meta.url));

suite('calls of Qdrant’s client that the replay shows', { skip: withoutQdrant }, () => {
  let world: QdrantWorld;
  let token: string;
  let reviewer: string;
  before(async () => {
    world = await startQdrantWorld({
      policies: {
        main: policyOf(
          permitEverything('everything', 'services: ["ci:clerk"]', 'vectors'),
          reviewersLook('vectors'),
        ),
      },
    });
    token = await world.workload('clerk');
    reviewer = (await world.signIn('rita')).accessToken;
    await world.straight('PUT', '/collections/cases', { vectors: { size: 2, distance: 'Dot' } });
    await world.straight(
      'PUT',
      '/collections/cases/points?wait=true',
      '{"points":[{"id":18446744073709551615,"vector":[1,0],"payload":{"product":"blender"}},{"id":7,"vector":[0,1],"payload":{"product":"kettle"}}]}',
    );
  });
  after(() => world?.close());

  test('send again what was recorded', async () => {
    const { gateway } = world;
    const run = (session: string, ...file: readonly string[]) =>
      runPython(program, [
        new URL(gateway!.dataUrl).port,
        JSON.stringify({
          'vectorgate-token': token,
          'vectorgate-upstream': qdrantName,
          'vectorgate-session': session,
        }),
        ...file,
      ]);
    const reader = gatewayRecords(async (path) => {
      const response = await world.api(reviewer, `/api/v1${path}`);
      if (!response.ok) throw new Error(await response.text());
      return response.json();
    }, true);
    const recorded = async (session: string) => {
      const { items } = await reader.searchRecords({ everybody: true, query: `kernel:${session}` });
      const records = await Promise.all(items.map(({ id }) => reader.getRecord(id)));
      return records
        .filter(({ request }) => request !== undefined)
        .map(({ header, request }) => ({
          header,
          body: request !== undefined && 'value' in request ? request.value : undefined,
        }))
        .reverse();
    };
    await run('kernel-of-the-first');
    const first = await recorded('kernel-of-the-first');
    assert.equal(first.length, 11);
    const calls = first.map(({ header, body }) => {
      const call = callOf(header, body);
      assert.ok(call, `${header.operations[0]?.name} has no call`);
      return call.text;
    });
    const file = join(world.folder, 'calls.py');
    // JSON as the API gives it holds this one number rounded: the reader's copy of it is not what was sent.
    await writeFile(file, calls.join('\n').replaceAll('18446744073709552000', '18446744073709551615'));
    await run('kernel-of-the-second', file);
    const second = await recorded('kernel-of-the-second');
    const plain = (records: typeof first): readonly string[] =>
      records.map(({ header, body }) => `${header.operations[0]?.name} ${JSON.stringify(body)}`);
    assert.deepEqual(plain(second), plain(first));
  });
});
