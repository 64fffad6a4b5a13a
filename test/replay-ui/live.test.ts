import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, suite, test } from 'node:test';
import { callOf } from '@vectorgate/replay-ui/call';
import { gatewayRecords, type ReplayHost } from '@vectorgate/replay-ui/host';
import type { Page } from 'playwright-core';
import { runPython } from '../harness/run-python.ts';
import { until } from '../harness/until.ts';
import { knownAs } from '../harness/world.ts';
import { replayPages } from './replay-page.ts';
import { playSessions, type ReplayWorld } from './replay-world.ts';

/** Runs a call with a client of the person who made it: the names are those that the call uses. */
const program = (call: string): string => `
import json, sys
import chromadb
client = chromadb.HttpClient(host=sys.argv[1], port=int(sys.argv[2]), headers=json.loads(sys.argv[3]))
vector_1 = [0.25] * 256
vector_2 = [0.5] * 256
try:
${call.replaceAll(/^/gm, '    ')}
except Exception as error:
    if "VectorGate" not in str(error):
        raise
print(json.dumps("sent"))
`;

suite('over a real gateway, store and client', () => {
  const pages = replayPages();
  let played: ReplayWorld;
  let reader: Pick<Required<ReplayHost>, 'listSessions' | 'listRecords' | 'getRecord' | 'searchRecords'>;
  const ask = async (path: string): Promise<unknown> => {
    const response = await played.world.api(played.tokens.rita, `/api/v1${path}`);
    const answer = (await response.json()) as { error?: { message: string } };
    if (!response.ok) throw new Error(answer.error?.message);
    return answer;
  };
  before(async () => {
    played = await playSessions();
    reader = gatewayRecords(ask, true);
  });
  after(() => played?.world.close());

  test('a reviewer finds who was refused, and sees what they read', async () => {
    const page = await pages.open('data=live&session=', async (its: Page) => {
      await its.exposeFunction('askGateway', ask);
    });
    await page.getByRole('option', { name: /Ana Ruiz/ }).waitFor();
    const field = page.getByRole('combobox', { name: 'Look for records' });
    await field.fill('who:ana code:');
    await page.getByRole('option', { name: /limit-exceeded/ }).click();
    await field.press('Escape');
    await field.press('Enter');
    await page.getByRole('option', { name: /search customer-cases, top-k 1000/ }).click();
    await page.getByText('What the person read').waitFor();
    await page.getByText('n_results=1000').waitFor();
    assert.deepEqual(pages.wrong, []);
    await page.close();
  });

  test('the call that is shown sends again what was recorded', async () => {
    const { items } = await reader.listSessions({ everybody: true });
    const session = items.find(({ who }) => who.subject === 'ana')!;
    const records = await Promise.all(
      (await reader.listRecords({ session: session.id })).items.map(({ id }) => reader.getRecord(id)),
    );
    const calls = records
      .filter(
        ({ header, request }) =>
          header.operations[0]?.name.startsWith('collection_') && request !== undefined,
      )
      .map(({ header, request }) => {
        const body = request !== undefined && 'value' in request ? request.value : undefined;
        return { header, body, text: callOf(header, body)!.text };
      });
    assert.ok(calls.length >= 6);
    const { hostname, port } = new URL(played.world.gateway!.dataUrl);
    const again = 'again-by-the-call';
    const headers = {
      'vectorgate-token': played.tokens.ana,
      'vectorgate-upstream': knownAs,
      'vectorgate-session': again,
    };
    const file = join(played.world.folder, 'calls.py');
    await writeFile(
      file,
      program(
        calls
          .map(
            ({ text }) =>
              `try:\n${text.replaceAll(/^/gm, '    ')}\nexcept Exception as error:\n    if "VectorGate" not in str(error):\n        raise`,
          )
          .join('\n'),
      ),
    );
    await runPython(file, [hostname, port, JSON.stringify(headers)]);
    const wanted = (name: string): boolean => name.startsWith('collection_') && name !== 'collection_count';
    let sent: unknown[] = [];
    await until('all of them are recorded', async () => {
      const found = await reader.searchRecords({ everybody: true, query: `kernel:${again}` });
      const theirs = found.items.filter(({ operations }) => wanted(operations[0]?.name ?? '')).reverse();
      sent = await Promise.all(
        theirs.map(async ({ id }) => {
          const { request } = await reader.getRecord(id);
          return request !== undefined && 'value' in request ? request.value : undefined;
        }),
      );
      return sent.length === calls.length;
    });
    // The vectors that the record does not keep were made up: all else is the same.
    const compared = (body: unknown): unknown =>
      JSON.parse(JSON.stringify(body).replaceAll(/"sha256":"[0-9a-f]{64}"/g, '"sha256":""'));
    const order = (a: string, b: string): number => (a < b ? -1 : 1);
    assert.deepEqual(
      sent.map((body) => JSON.stringify(compared(body))).sort(order),
      calls.map(({ body }) => JSON.stringify(compared(body))).sort(order),
    );
  });
});
