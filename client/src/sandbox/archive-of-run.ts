import type { GatewayApi } from '../api/gateway-api.ts';
import { readStory } from '../replay/story.ts';
import { runOf } from './run-of.ts';

/**
 * The bytes of an archive of a session, with the others of the same program, as far as the reader may see them. That somebody
 * else's was looked at is recorded at the gateway. Throws `ClientError`.
 */
export async function archiveOfRun(
  api: GatewayApi,
  session: string,
  signal?: AbortSignal,
): Promise<ReadableStream<Uint8Array>> {
  const [first] = (await readStory(api, session)).steps;
  const of = runOf(session, first, (await api.me()).identity);
  return api.export(
    'session' in of ? of : { query: of.query, all: of.everybody },
    { format: 'vgsession', bodies: 'all' },
    signal === undefined ? {} : { signal },
  );
}
