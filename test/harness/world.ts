import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { people, placeLoadedChroma, type RunningChroma, startChroma, startProvider } from '@vectorgate/demo';
import { loadConfiguration, type RunningGateway, startGateway } from '@vectorgate/gateway';
import { type Logger, pino } from 'pino';
import { freePort } from '../../demo/src/processes/free-port.ts';
import { type SignedIn, signIn } from './sign-in.ts';

export interface WorldOptions {
  /** File name (without `.policy.yaml`) to text. */
  readonly policies: Readonly<Record<string, string>>;
  /** `demo`: with the demo's collections. */
  readonly data?: 'empty' | 'demo';
  readonly mode?: 'enforce' | 'monitor';
  /** Address of the store that the gateway is given instead of Chroma's own (a recorder in between). */
  readonly storeAddress?: (chroma: RunningChroma) => Promise<string>;
  /** Further lines of the connection, indented by four spaces. */
  readonly connection?: string;
  /** Is called with the world's folder before the gateway starts, and returns what undoes it. */
  readonly prepare?: (folder: string) => Promise<() => Promise<unknown>>;
  /** Where policies come from, in place of the folder of `policies`. */
  readonly policySource?: string;
  /** Further lines of the configuration's root. */
  readonly root?: string;
  /** False: only the configuration is written, for tests that start the gateway as a process of its own. */
  readonly gateway?: boolean;
  readonly logger?: Logger;
}

/** A whole small world on loopback with real parts: two OIDC issuers, Chroma, the gateway. */
export interface World {
  readonly folder: string;
  readonly configurationFile: string;
  readonly chroma: RunningChroma;
  readonly people: Awaited<ReturnType<typeof startProvider>>;
  readonly ci: Awaited<ReturnType<typeof startProvider>>;
  readonly gateway: RunningGateway | undefined;
  /** Address of the control plane. */
  readonly controlUrl: string;
  /** A token of the trusted issuer `ci`. */
  workload(subject: string, claims?: Readonly<Record<string, unknown>>): Promise<string>;
  /** Signs one of the demo's people in through the provider's form. */
  signIn(login: string): Promise<SignedIn>;
  /** Replaces a policy file (name without `.policy.yaml`). */
  writePolicy(name: string, text: string): Promise<void>;
  /** Ends the gateway and starts another over the same folder. */
  restart(): Promise<void>;
  /** Calls the gate as the shim does. */
  call(
    token: string | undefined,
    method: string,
    path: string,
    body?: unknown,
    headers?: Readonly<Record<string, string>>,
  ): Promise<Response>;
  /** Asks the gateway's API. */
  api(token: string | undefined, path: string): Promise<Response>;
  close(): Promise<void>;
}

/** The name under which the world's notebooks know the store. */
export const knownAs = 'chroma.internal:8000';
export const audience = 'vectorgate-test';

/** Starts a world; `close` takes all of it away. */
export async function startWorld(options: WorldOptions): Promise<World> {
  const folder = await mkdtemp(join(tmpdir(), 'vectorgate-world-'));
  const closers: (() => Promise<unknown>)[] = [() => rm(folder, { recursive: true, force: true })];
  const close = async (): Promise<void> => {
    for (const closer of closers.splice(0).reverse()) await closer();
  };
  try {
    const data = join(folder, 'chroma');
    if (options.data === 'demo') await placeLoadedChroma(data);
    const chroma = await startChroma(data, join(folder, 'chroma.log'));
    closers.push(() => chroma.stop());
    const ci = await startProvider({ port: 0, cookiePrefix: 'ci', clients: [], people: [] });
    closers.push(() => ci.close());
    const clientSecret = randomBytes(16).toString('hex');
    // The gateway's own address is in the redirect, so the provider learns it before the gateway starts.
    const control = await freePort();
    const provider = await startProvider({
      port: 0,
      cookiePrefix: 'people',
      clients: [
        {
          clientId: 'vectorgate',
          clientSecret,
          redirectUris: [`http://127.0.0.1:${control}/sign-in/upstream`],
          backchannelLogoutUri: `http://127.0.0.1:${control}/sign-out/upstream`,
        },
      ],
      people,
    });
    closers.push(() => provider.close());
    await mkdir(join(folder, 'policies'));
    const writePolicy = (name: string, text: string): Promise<void> =>
      writeFile(join(folder, 'policies', `${name}.policy.yaml`), text);
    for (const [name, text] of Object.entries(options.policies)) await writePolicy(name, text);
    await writeFile(join(folder, 'master.key'), randomBytes(32).toString('hex'), { mode: 0o600 });
    await writeFile(join(folder, 'client.secret'), clientSecret, { mode: 0o600 });
    const address = (await options.storeAddress?.(chroma)) ?? chroma.url;
    const configurationFile = join(folder, 'vectorgate.yaml');
    await writeFile(
      configurationFile,
      `listeners:
  data: { port: 0 }
  control: { port: ${control} }
connections:
  - name: insights
    store: chroma
    address: ${address}
    knownAs: ["${knownAs}"]
    mode: ${options.mode ?? 'enforce'}
${options.connection ?? ''}
issuers:
  - name: people
    issuer: ${provider.issuer}
    signIn: { clientId: vectorgate, clientSecret: { file: ./client.secret } }
    claims: { tenant: string }
    groups: { claim: groups, complete: true }
  - name: ci
    issuer: ${ci.issuer}
    workloads: { audience: ${audience}, algorithms: [ES256] }
    claims: { tenant: string }
    groups: { claim: groups, complete: true }
policyReaders: { groups: [data-owners, reviewers] }
${options.policySource ?? 'policies: ./policies'}
data: ./data
masterKey: { file: ./master.key }
log: { level: error }
${options.root ?? ''}
`,
    );
    const undo = await options.prepare?.(folder);
    if (undo !== undefined) closers.push(undo);
    let gateway: RunningGateway | undefined;
    const startIt = async (): Promise<void> => {
      gateway = await startGateway(await loadConfiguration(configurationFile), {
        logger: options.logger ?? pino({ level: process.env.VECTORGATE_TEST_LOG ?? 'silent' }),
      });
    };
    if (options.gateway !== false) {
      await startIt();
      closers.push(() => gateway?.close() ?? Promise.resolve());
    }
    const controlUrl = `http://127.0.0.1:${control}`;
    return {
      folder,
      configurationFile,
      chroma,
      people: provider,
      ci,
      get gateway() {
        return gateway;
      },
      controlUrl,
      workload: (subject, claims = {}) =>
        ci.mintWorkloadToken({ subject, audience, expiresIn: 3600, claims }),
      signIn: (login) => signIn(controlUrl, login),
      writePolicy,
      restart: async () => {
        await gateway?.close();
        await startIt();
      },
      call: (token, method, path, body, headers) =>
        fetch(`${gateway?.dataUrl ?? ''}${path}`, {
          method,
          headers: {
            'vectorgate-upstream': knownAs,
            ...(token !== undefined && { 'vectorgate-token': token }),
            ...(body !== undefined && { 'content-type': 'application/json' }),
            ...headers,
          },
          ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
        }),
      api: (token, path) =>
        fetch(`${controlUrl}${path}`, {
          headers: token === undefined ? {} : { authorization: `Bearer ${token}` },
        }),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}
