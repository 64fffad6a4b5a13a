import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { gatewayRecords } from '@vectorgate/replay-ui/host';
import { playSessions } from './replay-world.ts';

/**
 * Writes the answers of the gateway's API that tests and the stand-alone page of the replay show, from a run of the real
 * gateway, store and client: `node test/replay-ui/record-golden.ts`.
 */
const { world, tokens } = await playSessions();
try {
  const answers: Record<string, unknown> = {};
  const reader = gatewayRecords(async (path) => {
    const response = await world.api(tokens.rita, `/api/v1${path}`);
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
    const answer: unknown = await response.json();
    answers[path] = answer;
    return answer;
  }, true);
  for (const query of ['', 'effect:deny', 'masked:*']) {
    await reader.facets({ query, everybody: true });
    if (query !== '') await reader.searchRecords({ query, everybody: true });
  }
  const { items } = await reader.listSessions({ everybody: true });
  await reader.listSessions({ everybody: false });
  // The looks of this program are no part of what it tells.
  const own = ({ connection }: { readonly connection: string }): boolean => connection === '(gateway)';
  for (const [path, answer] of Object.entries(answers)) {
    if (path.startsWith('/sessions?'))
      answers[path] = {
        sessions: (answer as { sessions: { connection: string }[] }).sessions.filter(
          (session) => !own(session),
        ),
      };
  }
  for (const { id } of items.filter((session) => !own(session))) {
    for (const record of (await reader.listRecords({ session: id })).items) await reader.getRecord(record.id);
  }
  const file = fileURLToPath(new URL('../../replay-ui/testdata/recorded.json', import.meta.url));
  await writeFile(file, `${JSON.stringify(answers, null, 1)}\n`);
  process.stdout.write(`${Object.keys(answers).length} answers in ${file}\n`);
} finally {
  await world.close();
}
