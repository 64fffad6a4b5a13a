import { mkdir } from 'node:fs/promises';
import { DemoError } from '../demo-error.ts';
import { runLoader } from '../store/run-loader.ts';
import { qdrantData } from './qdrant-data.ts';

/** Milliseconds that the server may take to answer a question. */
const patience = 10_000;

/** A Qdrant server that runs already and takes the demo's collections for as long as the demo runs. */
export interface ExistingQdrant {
  /** Loads the collections. @throws DemoError where one of them is there already: nothing of anybody's is touched */
  load(folder: string): Promise<void>;
  /** Takes away what was loaded, and nothing else. */
  unload(): Promise<void>;
}

/** The server at an address. */
export function existingQdrant(url: URL): ExistingQdrant {
  const data = qdrantData();
  let loaded = false;

  const ask = async (path: string, method = 'GET'): Promise<unknown> => {
    const answer = await fetch(new URL(path, url), { method, signal: AbortSignal.timeout(patience) }).catch(
      (cause: unknown) => {
        throw new DemoError(
          `No Qdrant server answers at ${url.origin}.`,
          'Start it, or look at the address and the port of --url (REST, usually 6333).',
          { cause },
        );
      },
    );
    if (answer.status === 401 || answer.status === 403) {
      await answer.body?.cancel();
      throw new DemoError(
        `The Qdrant server at ${url.origin} asks for an API key.`,
        'The demo shows no key: name a server without one.',
      );
    }
    const body: unknown = await answer.json().catch(() => undefined);
    if (!answer.ok || typeof body !== 'object' || body === null || !('result' in body))
      throw new DemoError(
        `What answers at ${url.origin} is no Qdrant server (${method} /${path}: ${answer.status}).`,
        'Look at the address and the port of --url (REST, usually 6333).',
      );
    return body.result;
  };
  const unload = async (): Promise<void> => {
    if (!loaded) return;
    loaded = false;
    for (const { name } of data.collections) {
      try {
        await ask(`collections/${encodeURIComponent(name)}`, 'DELETE');
      } catch (cause) {
        const names = data.collections.map((one) => `"${one.name}"`).join(' and ');
        throw new DemoError(
          `The demo's collections could not be taken away from the Qdrant server at ${url.origin}.`,
          `Delete ${names} there.`,
          { cause },
        );
      }
    }
  };

  return {
    load: async (folder) => {
      for (const { name } of data.collections) {
        const there = await ask(`collections/${encodeURIComponent(name)}/exists`);
        if ((there as { exists?: unknown } | null)?.exists !== false)
          throw new DemoError(
            `The Qdrant server at ${url.origin} has a collection "${name}" already, and the demo would change it.`,
            'Name another server; or delete the collection if an earlier demo left it there.',
          );
      }
      await mkdir(folder, { recursive: true });
      // One that fails takes away what it made, and nothing that was there: only it knows which is which.
      await runLoader(data, { host: url.hostname, port: Number(url.port || 80) }, folder);
      loaded = true;
    },
    unload,
  };
}
