import type { HttpRequest, HttpResponse } from '../../engines/http/http-message.ts';
import { JsonReadError } from '../../json/json-read-error.ts';
import { readJson } from '../../json/read-json.ts';
import { stringText } from '../../json/string-text.ts';
import type { StoreServer } from '../../pipeline/store-protocol.ts';
import { releaseOf } from '../release-of.ts';
import { readingEverything } from './access-scope.ts';

function version({ status, body }: HttpResponse): string | undefined {
  if (status !== 200) return undefined;
  try {
    const { bytes, root } = readJson(body);
    const named = root.kind === 'object' ? root.members.get('version')?.value : undefined;
    return named?.kind === 'string' ? stringText(bytes, named) : undefined;
  } catch (error) {
    if (error instanceof JsonReadError) return undefined;
    throw error;
  }
}

/** The first version with one `query` for all kinds of search, and the last whose description the table was made from. */
const [oldest, newest] = [10, 19];

/** Qdrant's `GET /`, which names the server's version. */
export const qdrantServer: StoreServer<HttpRequest, HttpResponse> = {
  question: {
    method: 'GET',
    path: [],
    query: [],
    headers: { accept: 'application/json' },
    body: new Uint8Array(),
    scope: readingEverything,
  },
  version,
  known: `1.${oldest} to 1.${newest}`,
  knows: (text) => {
    const [major, minor = 0] = releaseOf(text) ?? [];
    return major === 1 && minor >= oldest && minor <= newest;
  },
};
