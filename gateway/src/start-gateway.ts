import { createServer as createHttpServer, type Server } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { join } from 'node:path';
import express from 'express';
import { type Logger, pino } from 'pino';
import { createApi } from './api/create-api.ts';
import { createMetrics } from './api/metrics.ts';
import type { Configuration } from './configuration/configuration.ts';
import { readListenerTls } from './configuration/read-tls.ts';
import { openConnections } from './connections/open-connections.ts';
import { createHttpEngine } from './engines/http/http-engine.ts';
import { createIdentity } from './identity/create-identity.ts';
import { listen } from './listen.ts';
import { deriveKey, readMasterKey } from './master-key.ts';
import type { Gate } from './pipeline/gate.ts';
import { RateLedger } from './pipeline/rate-ledger.ts';
import { showUnderGuards } from './pipeline/show-under-guards.ts';
import { PolicySource } from './policy/policy-source.ts';
import { assertMasterKeyOutside } from './sessions/keys/master-key-place.ts';
import { openRecorder } from './sessions/open-recorder.ts';

export interface RunningGateway {
  readonly controlUrl: string;
  readonly dataUrl: string;
  /** Stops taking requests, lets those under way end (10 s at most), closes the records. */
  close(): Promise<void>;
}

/** Starts one gateway process. Throws `GateError` naming the place and the remedy; nothing is left half-started. */
export async function startGateway(
  configuration: Configuration,
  options: { logger?: Logger } = {},
): Promise<RunningGateway> {
  const log = options.logger ?? pino({ level: configuration.log.level });
  const closers: (() => Promise<void>)[] = [];
  const close = async (): Promise<void> => {
    for (const closer of closers.splice(0).reverse()) await closer();
  };
  try {
    if ('file' in configuration.masterKey) {
      await assertMasterKeyOutside(configuration.masterKey.file, configuration.data);
    }
    const masterKey = await readMasterKey(configuration.masterKey);
    const controlTls = await readListenerTls('control', configuration.listeners.control);
    const dataTls = await readListenerTls('data', configuration.listeners.data);
    const policy = await PolicySource.open(configuration, log);
    closers.push(() => policy.close());
    const recorder = await openRecorder({
      folder: join(configuration.data, 'records'),
      masterKey: deriveKey(masterKey, 'records'),
      logger: log,
    });
    closers.push(() => recorder.close());
    const connections = await openConnections(configuration, deriveKey(masterKey, 'hash mask'));
    closers.push(() => connections.close());

    const control = express();
    const controlServer: Server = controlTls
      ? createHttpsServer(controlTls, control)
      : createHttpServer(control);
    const controlUrl = await listen(controlServer, 'control', configuration.listeners.control);
    closers.push(() => drain(controlServer));

    const metrics = createMetrics();
    closers.push(() => metrics.close());
    const identity = await createIdentity(configuration, {
      controlUrl,
      masterKey: deriveKey(masterKey, 'sign-in state'),
      dataFolder: configuration.data,
      logger: log,
    });
    closers.push(() => identity.close());
    const gate: Gate = {
      verifier: identity.verifier,
      decide: (input) => policy.decide(input),
      recorder,
      rates: new RateLedger(),
      observe: metrics.observe,
      log,
      now: Date.now,
    };
    const dataServer = createHttpEngine({
      gate,
      connectionFor: (name) => connections.byKnownName(name),
      requestBytes: configuration.limits.requestBytes,
      ...(dataTls && { tls: dataTls }),
    });
    const dataUrl = await listen(dataServer, 'data', configuration.listeners.data);
    closers.push(() => drain(dataServer));
    control.use(identity.handler);
    control.use(
      createApi({
        configuration,
        controlUrl,
        dataUrl,
        issuer: identity.issuer,
        verifier: identity.verifier,
        sessionEnd: (id) => identity.sessionEnd(id),
        policyStatus: () => policy.status(),
        recordingHealth: () => recorder.health(),
        reader: recorder,
        showUnder: showUnderGuards({
          guardsOver: (input) => policy.guardsOver(input),
          connection: (name) => connections.all.find((connection) => connection.name === name),
          now: Date.now,
        }),
        metrics,
        logger: log,
      }),
    );
    log.info(
      {
        controlUrl,
        dataUrl,
        revision: policy.status().revision,
        connections: connections.all.map((c) => c.name),
      },
      'gateway started',
    );
    return { controlUrl, dataUrl, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Takes no new request, waits for those under way, then cuts what is left after 10 s. */
async function drain(server: Server): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  server.close(() => resolve());
  server.closeIdleConnections();
  // Callers keep their connections: one that was answered meanwhile has nothing more to wait for.
  const idle = setInterval(() => server.closeIdleConnections(), 50);
  const cut = setTimeout(() => server.closeAllConnections(), 10_000);
  await promise;
  clearInterval(idle);
  clearTimeout(cut);
}
