import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** What extension hosts ask of the network, from their start on. */
export interface HostRequests {
  /** For code-server. */
  readonly environment: Readonly<Record<string, string>>;
  /** Lines so far: `GET http://…`, `connected ADDRESS:PORT`, `began an extension host`, `began a thread`. */
  heard(): readonly string[];
}

/** Prepares to hear what the extension hosts of a code-server ask of the network. */
export function hostRequests(): HostRequests {
  const file = join(mkdtempSync(join(tmpdir(), 'vectorgate-requests-')), 'requests');
  writeFileSync(file, '');
  const tells = pathToFileURL(join(import.meta.dirname, 'tells-requests.mjs')).href;
  return {
    environment: { NODE_OPTIONS: `--import=${tells}`, VECTORGATE_TEST_REQUESTS: file },
    heard: () => readFileSync(file, 'utf8').split('\n').filter(Boolean),
  };
}
