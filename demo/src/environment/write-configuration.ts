import { randomBytes } from 'node:crypto';
import { access, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { stringify } from 'yaml';
import type { DemoStore, RunningStore } from '../store/demo-store.ts';
import type { DemoPorts } from './demo-ports.ts';

/** Audience of the pipeline's tokens. */
export const workloadAudience = 'vectorgate';

/**
 * Desktop builds of VS Code whose sign-ins come back beside Microsoft's own, which need no entry: VSCodium, Cursor,
 * Windsurf and Positron. Safe here, where the gateway, the editor and the browser are one person's on one machine.
 */
const desktopEditors = ['vscodium', 'vscodium-insiders', 'cursor', 'windsurf', 'positron'];

export interface ConfigurationOptions {
  /** Folder that takes the file, the key and the records. */
  readonly folder: string;
  readonly ports: DemoPorts;
  readonly store: Pick<DemoStore, 'kind' | 'knownAs' | 'grpcKnownAs'>;
  readonly running: Pick<RunningStore, 'url' | 'grpcUrl'>;
  readonly policies: string;
  readonly clientSecret: string;
  /** Life of the gateway's own access tokens. Default: the gateway's. */
  readonly accessTokenSeconds?: number;
  readonly deviceCode?: boolean;
  readonly policy?: object;
}

/** Writes a file that only its owner reads, unless it is there. */
async function keepSecret(path: string, text: string): Promise<void> {
  const isThere = await access(path).then(
    () => true,
    () => false,
  );
  if (!isThere) await writeFile(path, text, { mode: 0o600 });
}

/** Writes the gateway's configuration and secrets into the folder. @returns path of `vectorgate.yaml` */
export async function writeConfiguration(options: ConfigurationOptions): Promise<string> {
  const { folder, ports, store, running } = options;
  const secrets = join(folder, 'secrets');
  await mkdir(secrets, { recursive: true, mode: 0o700 });
  await keepSecret(join(secrets, 'master.key'), randomBytes(32).toString('hex'));
  await writeFile(join(secrets, 'provider-client-secret'), options.clientSecret, { mode: 0o600 });
  const file = join(folder, 'vectorgate.yaml');
  const configuration = {
    listeners: {
      data: { host: '127.0.0.1', port: ports.data },
      control: { host: '127.0.0.1', port: ports.control },
    },
    connections: [
      {
        name: 'insights',
        store: store.kind,
        address: running.url,
        knownAs: [store.knownAs],
        ...(running.grpcUrl !== undefined &&
          store.grpcKnownAs !== undefined && {
            grpc: { address: running.grpcUrl, knownAs: [store.grpcKnownAs] },
          }),
      },
    ],
    issuers: [
      {
        name: 'people',
        issuer: `http://127.0.0.1:${ports.provider}`,
        signIn: { clientId: 'vectorgate', clientSecret: { file: join(secrets, 'provider-client-secret') } },
        claims: { tenant: 'string' },
        groups: { claim: 'groups', complete: true },
      },
      {
        name: 'ci',
        issuer: `http://127.0.0.1:${ports.workloads}`,
        workloads: { audience: workloadAudience, algorithms: ['ES256'] },
        nameClaim: 'sub',
      },
    ],
    policyReaders: { groups: ['data-owners', 'reviewers'] },
    policies: options.policies,
    ...(options.policy !== undefined && { policy: options.policy }),
    data: join(folder, 'data'),
    masterKey: { file: join(secrets, 'master.key') },
    editorOrigins: desktopEditors.map((scheme) => `${scheme}://vectorgate.vectorgate`),
    ...(options.deviceCode !== undefined && { deviceCode: options.deviceCode }),
    ...(options.accessTokenSeconds !== undefined && {
      limits: { accessTokenSeconds: options.accessTokenSeconds },
    }),
  };
  await writeFile(file, `# Written by the demo on each start.\n${stringify(configuration)}`);
  return file;
}
