import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { runPython } from './run-python.ts';

/** A log record as OpenTelemetry's own protocol files read it. */
export interface CollectedLog {
  readonly event: string;
  readonly severity: string;
  readonly body: string;
  readonly attributes: Readonly<Record<string, unknown>>;
}

/**
 * A double of a collector of logs: takes what is sent over OTLP/HTTP. No registry that a test may use has a real
 * collector. What it took is read by OpenTelemetry's own Python package, made from the protocol's files.
 */
export interface LogCollector {
  readonly port: number;
  readonly headers: IncomingHttpHeaders;
  /** The status that it answers from now on. */
  answer(status: number): void;
  /** From now on it answers 200, takes nothing, and says in its answer that it rejected one record, for this reason. */
  rejectOne(reason: string): void;
  /** Requests that came, whatever was answered. */
  readonly asked: () => number;
  /** Everything that was taken, in its order. */
  taken(): Promise<readonly CollectedLog[]>;
  close(): Promise<void>;
}

export async function startLogCollector(): Promise<LogCollector> {
  const folder = await mkdtemp(join(tmpdir(), 'vectorgate-collector-'));
  const taken: string[] = [];
  const headers: IncomingHttpHeaders = {};
  let status = 200;
  let rejecting: string | undefined;
  let asked = 0;
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    asked += 1;
    Object.assign(headers, request.headers);
    const body = Buffer.concat(chunks);
    if (status === 200 && rejecting === undefined) {
      const plain = request.headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body;
      taken.push(plain.toString('base64'));
    }
    response.writeHead(request.url === '/v1/logs' ? status : 404, {
      'content-type': 'application/x-protobuf',
    });
    response.end(rejecting === undefined ? undefined : rejectionOf(rejecting));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the collector has no port');
  return {
    port: address.port,
    headers,
    answer: (code) => {
      status = code;
      rejecting = undefined;
    },
    rejectOne: (reason) => {
      status = 200;
      rejecting = reason;
    },
    asked: () => asked,
    taken: async () => {
      const file = join(folder, 'taken');
      await writeFile(file, taken.join('\n'));
      return (await runPython(join(import.meta.dirname, 'read_logs.py'), [file])) as readonly CollectedLog[];
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** An `ExportLogsServiceResponse` whose `partial_success` has one rejected record and a message, in Protobuf. */
function rejectionOf(reason: string): Buffer {
  const words = Buffer.from(reason);
  const partial = Buffer.concat([Buffer.from([0x08, 1, 0x12, words.length]), words]);
  return Buffer.concat([Buffer.from([0x0a, partial.length]), partial]);
}
