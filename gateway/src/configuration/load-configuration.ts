import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { Errors } from 'typebox/value';
import { isMap, isNode, LineCounter, type Node, parseDocument } from 'yaml';
import { checkCollector } from './check-collector.ts';
import { checkCredentials } from './check-credentials.ts';
import { checkPolicySources } from './check-policy-sources.ts';
import { checkReferences } from './check-references.ts';
import type { Configuration, SecretReference } from './configuration.ts';
import { ConfigurationError } from './configuration-error.ts';
import { ConfigurationSchema, type WrittenConfiguration } from './configuration-schema.ts';
import { type DescribedProblem, describeProblems } from './describe-problem.ts';
import { policyConfiguration } from './policy-configuration.ts';

const schemaKeys = (path: readonly string[]): readonly string[] => {
  let schema: unknown = ConfigurationSchema;
  for (const segment of path) {
    if (typeof schema !== 'object' || schema === null) return [];
    const properties: unknown = Reflect.get(schema, 'properties');
    schema =
      typeof properties === 'object' && properties !== null
        ? Reflect.get(properties, segment)
        : Reflect.get(schema, 'items');
  }
  const properties: unknown =
    typeof schema === 'object' && schema !== null ? Reflect.get(schema, 'properties') : undefined;
  return typeof properties === 'object' && properties !== null ? Object.keys(properties) : [];
};

type Records = NonNullable<WrittenConfiguration['records']>;

function records(written: Records = {}, path: (p: string) => string): Configuration['records'] {
  const { signingKey, previousSigningKey, everyRecords, everySeconds, publish, publishToPostgres } =
    written.checkpoints ?? {};
  const secret = (s: SecretReference): SecretReference => ('file' in s ? { file: path(s.file) } : s);
  return {
    ...(written.retentionDays !== undefined && { retentionDays: written.retentionDays }),
    checkpoints: {
      ...(signingKey && { signingKey: secret(signingKey) }),
      ...(previousSigningKey && { previousSigningKey: secret(previousSigningKey) }),
      everyRecords: everyRecords ?? 10_000,
      everySeconds: everySeconds ?? 30,
      ...(publish !== undefined && { publish: path(publish) }),
      ...(publishToPostgres && { publishToPostgres: secret(publishToPostgres) }),
    },
    ...(written.openTelemetry && {
      openTelemetry: {
        url: written.openTelemetry.url,
        headers: Object.fromEntries(
          Object.entries(written.openTelemetry.headers ?? {}).map(([name, value]) => [name, secret(value)]),
        ),
        everySeconds: written.openTelemetry.everySeconds ?? 1,
      },
    }),
  };
}

/** Adds defaults and resolves relative paths against the file's folder. */
function complete(written: WrittenConfiguration, base: string): Configuration {
  const path = (p: string): string => resolve(base, p);
  const secret = (s: SecretReference): SecretReference => ('file' in s ? { file: path(s.file) } : s);
  const listener = (l: WrittenConfiguration['listeners']['data']): Configuration['listeners']['data'] => ({
    ...l,
    host: l.host ?? '127.0.0.1',
    ...(l.tls && { tls: { certificate: path(l.tls.certificate), key: path(l.tls.key) } }),
    ...(l.publicUrl !== undefined && { publicUrl: l.publicUrl.replace(/\/+$/, '') }),
  });
  return {
    base,
    listeners: { data: listener(written.listeners.data), control: listener(written.listeners.control) },
    connections: written.connections.map(({ credential, tls, grpc, ...c }) => ({
      ...c,
      mode: c.mode ?? 'enforce',
      address: c.address.replace(/\/+$/, ''),
      knownAs: c.knownAs.map((name) => name.toLowerCase()),
      ...(tls && {
        tls: {
          verify: tls.verify ?? true,
          ...(tls.authority !== undefined && { authority: path(tls.authority) }),
        },
      }),
      ...(grpc && {
        grpc: {
          address: grpc.address.replace(/\/+$/, ''),
          knownAs: grpc.knownAs.map((name) => name.toLowerCase()),
        },
      }),
      ...(credential && {
        credential: {
          header:
            credential.scheme === 'jwt-rbac'
              ? 'api-key'
              : (credential.header ?? 'authorization').toLowerCase(),
          prefix:
            credential.scheme === undefined
              ? (credential.prefix ?? '')
              : { bearer: 'Bearer ', basic: 'Basic ', 'jwt-rbac': '' }[credential.scheme],
          ...(credential.user !== undefined && { user: credential.user }),
          ...(credential.scheme === 'jwt-rbac' && { perRequest: true }),
          secret: secret(credential.secret),
        },
      }),
    })),
    issuers: written.issuers.map(({ signIn, workloads, groups, ...i }) => ({
      ...i,
      claims: i.claims ?? {},
      nameClaim: i.nameClaim ?? 'name',
      ...(signIn && {
        signIn: {
          clientId: signIn.clientId,
          scopes: signIn.scopes ?? ['openid', 'profile', 'offline_access'],
          ...(signIn.clientSecret && { clientSecret: secret(signIn.clientSecret) }),
        },
      }),
      ...(workloads && {
        workloads: { audience: workloads.audience, algorithms: workloads.algorithms ?? ['ES256', 'RS256'] },
      }),
      ...(groups && { groups: { claim: groups.claim, complete: groups.complete ?? false } }),
    })),
    policyReaders: written.policyReaders ?? { groups: [] },
    custodians: written.custodians ?? { groups: [] },
    ...(written.policies !== undefined && { policies: path(written.policies) }),
    policy: policyConfiguration(written.policy, path),
    data: path(written.data),
    masterKey: secret(written.masterKey),
    records: records(written.records, path),
    limits: {
      requestBytes: written.limits?.requestBytes ?? 64 * 2 ** 20,
      responseBytes: written.limits?.responseBytes ?? 256 * 2 ** 20,
      accessTokenSeconds: written.limits?.accessTokenSeconds ?? 300,
      sessionHours: written.limits?.sessionHours ?? 12,
      storeSeconds: written.limits?.storeSeconds ?? 300,
      refusedBytesPerHour: written.limits?.refusedBytesPerHour ?? 128 * 2 ** 20,
      freeDiskBytes: written.limits?.freeDiskBytes ?? 256 * 2 ** 20,
    },
    ...(written.metrics && { metrics: { token: secret(written.metrics.token) } }),
    log: { level: written.log?.level ?? 'info' },
    editorOrigins: written.editorOrigins ?? [],
    deviceCode: written.deviceCode ?? false,
  };
}

/** Reads configuration text. Throws `ConfigurationError` with every problem and its place. */
export function parseConfiguration(text: string, file: string): Configuration {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, uniqueKeys: true, merge: false });
  const at = (offset: number): { line: number; column: number } => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(1, line), column: Math.max(1, col) };
  };
  if (document.errors.length > 0) {
    throw new ConfigurationError(
      file,
      document.errors.map((error) => ({
        ...at(error.pos[0]),
        message: error.message.split('\n')[0]!.replace(/ at line .*$/, '.'),
        remedy: 'Correct the YAML here; the rest was not read.',
      })),
    );
  }
  const place = (problem: DescribedProblem): { line: number; column: number } => {
    for (let path = problem.path; ; path = path.slice(0, -1)) {
      if (problem.atKey && path === problem.path) {
        const parent = document.getIn(path.slice(0, -1), true);
        const pair = isMap(parent) ? parent.items.find((i) => String(i.key) === path.at(-1)) : undefined;
        const key = pair?.key;
        if (isNode(key) && key.range) return at(key.range[0]);
      }
      const node = (path.length === 0 ? document.contents : document.getIn(path, true)) as
        | Node
        | null
        | undefined;
      if (isNode(node) && node.range) return at(node.range[0]);
      if (path.length === 0) return { line: 1, column: 1 };
    }
  };
  const fail = (problems: readonly DescribedProblem[]): never => {
    throw new ConfigurationError(
      file,
      problems.map((p) => ({ ...place(p), message: p.message, remedy: p.remedy })),
    );
  };
  const value: unknown = document.toJS();
  const errors = Errors(ConfigurationSchema, value);
  if (errors.length > 0) fail(describeProblems(errors, schemaKeys));
  const written = value as WrittenConfiguration;
  const configuration = complete(written, dirname(resolve(file)));
  const wrong = [
    ...checkCredentials(written),
    ...checkReferences(configuration),
    ...checkPolicySources(configuration),
    ...checkCollector(configuration),
  ];
  if (wrong.length > 0) fail(wrong);
  return configuration;
}

/** Reads and checks `vectorgate.yaml`. Throws `ConfigurationError`. */
export async function loadConfiguration(file: string): Promise<Configuration> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (cause) {
    const message = `The file cannot be read (${cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown reason'}).`;
    throw new ConfigurationError(
      file,
      [{ line: 1, column: 1, message, remedy: 'Name an existing file: --config FILE.' }],
      { cause },
    );
  }
  return parseConfiguration(text, file);
}
