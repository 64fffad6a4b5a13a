import { randomBytes } from 'node:crypto';
import { createServer as createHttpServer, type Server } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { join } from 'node:path';
import express from 'express';
import { type Logger, pino } from 'pino';
import { createApi } from './api/create-api.ts';
import { createMetrics } from './api/metrics.ts';
import { addStandingMetrics } from './api/standing-metrics.ts';
import { StoreCatalogue } from './catalogue/store-catalogue.ts';
import { tenantsNamed } from './catalogue/tenants-named.ts';
import type { Configuration } from './configuration/configuration.ts';
import { FileReloads } from './configuration/file-reloads.ts';
import { readSecret } from './configuration/read-secret.ts';
import { openConnections } from './connections/open-connections.ts';
import { StoreVersions } from './connections/store-versions.ts';
import { drainable } from './drainable.ts';
import { createDataListener } from './engines/data-listener.ts';
import { engineMemory } from './engines/engine-memory.ts';
import { createGrpcEngine } from './engines/grpc/grpc-engine.ts';
import { createHttpEngine } from './engines/http/http-engine.ts';
import { createIdentity } from './identity/create-identity.ts';
import { listen } from './listen.ts';
import { followCertificate, loadCertificate } from './listener-certificate.ts';
import { LogOutput } from './log-output.ts';
import { maskKeys } from './masks/mask-keys.ts';
import { runPatternsLinearly } from './masks/patterns/linear-fallback.ts';
import { deriveKey, readMasterKey } from './master-key.ts';
import { openRecordStream } from './open-record-stream.ts';
import type { Gate } from './pipeline/gate.ts';
import { RateLedger } from './pipeline/rate-ledger.ts';
import { RefusalBudget } from './pipeline/refusal-budget.ts';
import { PolicyHistory } from './policy/history/policy-history.ts';
import { PolicyRevisions } from './policy/history/policy-revisions.ts';
import { openPolicy } from './policy/open-policy.ts';
import { PolicyPublisher } from './policy/publishing/policy-publisher.ts';
import { readEvidenceOptions } from './read-evidence-options.ts';
import { KeptPolicies } from './sessions/export/kept-policies.ts';
import { assertMasterKeyOutside } from './sessions/keys/master-key-place.ts';
import { SessionKeys } from './sessions/keys/session-keys.ts';
import { freeBytes } from './sessions/log/free-disk.ts';
import { openRecorder } from './sessions/open-recorder.ts';
import { recordFolders } from './sessions/record-folders.ts';
import { RecordAccess } from './sessions/review/record-access.ts';
import { RecordLooks } from './sessions/review/record-looks.ts';

export interface RunningGateway {
  readonly controlUrl: string;
  readonly dataUrl: string;
  /** Stops taking requests, lets those under way end (10 s at most), closes the records. */
  close(): Promise<void>;
}

/** Starts one gateway process. Throws `GateError` naming the place and the remedy; nothing is left half-started. */
export async function startGateway(
  configuration: Configuration,
  options: {
    logger?: Logger;
    /** The list of the policies that were in force is gone, and is to begin anew with what the configuration names. */
    beginPoliciesAnew?: boolean;
  } = {},
): Promise<RunningGateway> {
  runPatternsLinearly();
  const log = options.logger ?? pino({ level: configuration.log.level }, new LogOutput(1));
  const closers: (() => Promise<void>)[] = [];
  const close = async (): Promise<void> => {
    for (const closer of closers.splice(0).reverse()) await closer();
  };
  try {
    if ('file' in configuration.masterKey) {
      await assertMasterKeyOutside(configuration.masterKey.file, configuration.data);
    }
    const masterKey = await readMasterKey(configuration.masterKey);
    const evidence = await readEvidenceOptions(configuration, masterKey);
    const reloads = new FileReloads(log);
    closers.push(() => reloads.close());
    const controlTls = await loadCertificate(reloads, 'control', configuration.listeners.control);
    const dataTls = await loadCertificate(reloads, 'data', configuration.listeners.data);
    const records = join(configuration.data, 'records');
    const policies = join(configuration.data, 'policy');
    const recordsKey = deriveKey(masterKey, 'records');
    const history = await PolicyHistory.open(policies, deriveKey(masterKey, 'policy changes')).catch(
      async (error: unknown) => {
        // Under a master key that belongs to other data nothing is as it was written: that is told first.
        await SessionKeys.open(recordFolders(records).keys, recordsKey, () => randomBytes(32));
        throw error;
      },
    );
    const texts = new KeptPolicies(recordFolders(records).policies);
    const policy = await openPolicy(configuration, log, { history, texts });
    const recorder = await openRecorder({
      folder: records,
      masterKey: recordsKey,
      logger: log,
      freeDiskBytes: configuration.limits.freeDiskBytes,
      evidence,
      ...(configuration.records.retentionDays !== undefined && {
        retentionDays: configuration.records.retentionDays,
      }),
    });
    // A change that is under way is recorded before the records are closed.
    closers.push(
      () => recorder.close(),
      () => policy.close(),
    );
    const stream = await openRecordStream(
      configuration.records,
      recorder.follow(),
      recordFolders(records).stream,
      log,
    );
    stream?.start();
    if (stream !== undefined) closers.push(() => stream.close());
    await policy.begin(recorder, options.beginPoliciesAnew);
    const revisions = new PolicyRevisions(history, texts);
    const connections = await openConnections(configuration, (name) => maskKeys(masterKey, name), reloads);
    closers.push(() => connections.close());

    const control = express();
    const controlServer: Server = controlTls
      ? createHttpsServer(controlTls.value, control)
      : createHttpServer(control);
    followCertificate(controlServer, controlTls);
    const stopControl = drainable(controlServer);
    const controlUrl = await listen(controlServer, 'control', configuration.listeners.control);
    closers.push(stopControl);

    const metrics = createMetrics();
    closers.push(() => metrics.close());
    const certificates = [
      ...(controlTls === undefined ? [] : [['listeners.control.tls', controlTls] as const]),
      ...(dataTls === undefined ? [] : [['listeners.data.tls', dataTls] as const]),
      ...[...connections.authorities].map(
        ([name, authority]) => [`connections.${name}.tls.authority`, authority] as const,
      ),
    ];
    addStandingMetrics(metrics, {
      certificates: () => certificates.map(([part, { value }]) => ({ part, expires: value.expires })),
      files: () => reloads.status(),
      freeBytes: () => freeBytes(records),
      evidence: () => recorder.evidence(),
      stream: () => stream?.health(),
      policy: () => policy.status(),
    });
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
      beside: (...asked) => policy.beside(...asked),
      masksAbout: (input) => policy.masksAbout(input),
      recorder,
      rates: new RateLedger(),
      refusals: new RefusalBudget(configuration.limits.refusedBytesPerHour, (subject) =>
        log.warn({ subject }, 'so much was refused of this subject that no more refusals are recorded now'),
      ),
      observe: metrics.observe,
      log,
      now: Date.now,
    };
    const versions = new StoreVersions(log);
    const { requestBytes } = configuration.limits;
    const engine = { gate, requestBytes, memory: engineMemory(requestBytes) };
    const data = createDataListener({
      http: createHttpEngine({ ...engine, connectionFor: (name) => connections.byKnownName(name) }),
      grpc: createGrpcEngine({ ...engine, connectionFor: (name) => connections.grpcByKnownName(name) }),
      ...(dataTls && { tls: dataTls.value }),
    });
    followCertificate(data.server, dataTls);
    const dataUrl = await listen(data.server, 'data', configuration.listeners.data);
    closers.push(() => data.stop());
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
        policy: () => policy.set,
        policyFiles: () => policy.files(),
        publisher: new PolicyPublisher(configuration, identity.issuer, join(policies, 'published'), policy),
        revisions,
        canary: () => policy.canary,
        stopCanary: (actor) => policy.stopCanary(actor),
        serverVersion: async (name) => {
          const connection = connections.all.find((one) => one.name === name);
          return connection && versions.of(connection);
        },
        recordingHealth: () => recorder.health(),
        fileStatus: () => reloads.status(),
        reader: recorder,
        catalogue: {
          sources: connections.all,
          stores: new StoreCatalogue((name) => tenantsNamed(policy.set, name)),
        },
        policySet: () => policy.set,
        note: (draft) => recorder.append(draft),
        exporter: recorder.exporter,
        forget: (session, actor) => recorder.forgetSession(session, actor),
        access: new RecordAccess({
          policy: () => policy.set,
          connection: (name) => connections.all.find((connection) => connection.name === name),
          connections: connections.all.map(({ name }) => name),
          people: configuration.issuers.find(({ signIn }) => signIn !== undefined)?.name ?? '',
          now: Date.now,
        }),
        looks: new RecordLooks({ recorder, rates: gate.rates, refusals: gate.refusals, now: Date.now }),
        metrics,
        ...(configuration.metrics && {
          metricsToken: await readSecret(configuration.metrics.token, 'the metrics token'),
        }),
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
