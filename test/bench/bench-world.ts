import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { type RunningProvider, startProvider } from '@vectorgate/demo';
import { freePort } from '../../demo/src/processes/free-port.ts';
import { queryAnswer, queryRequest } from './bodies.ts';
import type { Load } from './load.ts';
import { writeStoreConfiguration } from './nginx.ts';
import { waitForPort } from './wait-for-port.ts';
import { chromaConnection, writeGate } from './write-gate.ts';

/** What is asked for: so many hits, with or without their vectors of 768 numbers, over so many connections at once. */
export interface Size {
  readonly name: string;
  readonly hits: number;
  readonly vectors: boolean;
  readonly connections: number;
}

/** A store's double with its answers, and the folder in which what belongs to it lies. */
export interface BenchStore {
  readonly folder: string;
  readonly port: number;
  /** Bytes of the answer. */
  readonly answerBytes: number;
}

export interface Gate {
  readonly url: string;
  readonly child: ChildProcess;
}

/** What benchmarks of the whole gate need: the program under test has core 0, load and store share core 1. */
export interface BenchWorld {
  readonly folder: string;
  readonly issuer: string;
  onCore(core: number, command: string, args: readonly string[]): ChildProcess;
  startStore(size: Size): Promise<BenchStore>;
  startGate(store: BenchStore): Promise<Gate>;
  /**
   * Starts a gate with another connection. `program`: one of this folder in the place of `gate-process.ts`; `profile`: a
   * folder for a profile of its processor time.
   */
  startGateWith(
    folder: string,
    connection: string,
    options?: { readonly program?: string; readonly profile?: string | undefined },
  ): Promise<Gate>;
  /** A token that the gate believes. */
  readonly token: string;
  /** The query of a size; for the gate with the headers that the kernel shim adds. */
  load(url: string, size: Size, gate: boolean): Load;
  stopAll(): void;
  close(): Promise<void>;
}

const collection = {
  id: '11111111-2222-4333-8444-555555555555',
  name: 'customer-cases',
  tenant: 'default_tenant',
  database: 'default_database',
  metadata: null,
  dimension: 768,
  configuration_json: {},
  log_position: 0,
  version: 0,
};
const base = '/api/v2/tenants/default_tenant/databases/default_database/collections';

const provider = (cookiePrefix: string): Promise<RunningProvider> =>
  startProvider({ port: 0, cookiePrefix, clients: [], people: [] });

export async function openBench(): Promise<BenchWorld> {
  const folder = mkdtempSync(join(tmpdir(), 'vectorgate-bench-'));
  // nginx reads its files as another user when it is started by root.
  chmodSync(folder, 0o755);
  const children: ChildProcess[] = [];
  const [people, workloads] = await Promise.all([provider('bench-people'), provider('bench-ci')]);
  const token = await workloads.mintWorkloadToken({
    subject: 'bench',
    audience: 'vectorgate-bench',
    expiresIn: 7200,
  });
  const onCore: BenchWorld['onCore'] = (core, command, args) => {
    const child = spawn('taskset', ['-c', String(core), command, ...args], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    children.push(child);
    return child;
  };
  const stopAll = (): void => {
    for (const child of children.splice(0)) child.kill('SIGTERM');
  };
  const startGateWith: BenchWorld['startGateWith'] = async (
    own,
    connection,
    { program = 'gate-process.ts', profile } = {},
  ) => {
    const child = onCore(0, process.execPath, [
      ...(profile === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${profile}`]),
      join(import.meta.dirname, program),
      writeGate(own, connection, workloads.issuer, people.issuer),
    ]);
    const started = await createInterface({ input: child.stdout! })[Symbol.asyncIterator]().next();
    const { dataUrl } = JSON.parse(String(started.value)) as { dataUrl: string };
    return { url: dataUrl, child };
  };
  return {
    folder,
    issuer: workloads.issuer,
    token,
    onCore,
    stopAll,
    startStore: async (size) => {
      const port = await freePort();
      const own = join(folder, size.name);
      const files = join(own, 'files', base);
      mkdirSync(join(files, collection.id), { recursive: true });
      mkdirSync(join(files, 'by-id'), { recursive: true });
      writeFileSync(`${files}.json`, JSON.stringify([collection]));
      writeFileSync(join(files, 'customer-cases.json'), JSON.stringify(collection));
      writeFileSync(join(files, 'by-id', `${collection.id}.json`), JSON.stringify(collection));
      const answer = queryAnswer(size.hits, size.vectors ? 768 : 0);
      writeFileSync(join(files, collection.id, 'query'), answer);
      onCore(1, 'nginx', ['-p', own, '-c', writeStoreConfiguration(own, port)]);
      await waitForPort(port);
      return { folder: own, port, answerBytes: answer.length };
    },
    startGate: (store) => startGateWith(join(store.folder, 'gate'), chromaConnection(store.port)),
    startGateWith,
    load: (url, size, gate) => ({
      url: `${url}${base}/${collection.id}/query`,
      body: queryRequest(size.hits, 768, size.vectors),
      headers: {
        'content-type': 'application/json',
        authorization: `Bearer ${token}`,
        ...(gate && { 'vectorgate-token': token, 'vectorgate-upstream': 'chroma.internal:8000' }),
      },
    }),
    close: async () => {
      stopAll();
      await Promise.all([workloads.close(), people.close()]);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
