import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import express from 'express';
import { pino } from 'pino';
import { freePort } from '../../../../demo/src/processes/free-port.ts';
import { type RunningProvider, startProvider } from '../../../../demo/src/provider/index.ts';
import type { Configuration } from '../../configuration/configuration.ts';
import { createIdentity, type IdentityService } from '../create-identity.ts';
import { TestBrowser } from './test-browser.ts';

export interface Tokens {
  readonly access_token: string;
  readonly refresh_token: string;
  readonly id_token: string;
  readonly expires_in: number;
}

export interface TokenAnswer {
  readonly status: number;
  readonly body: Tokens & { readonly error?: string; readonly error_description?: string };
}

const people = [
  {
    login: 'ana',
    name: 'Ana Ruiz',
    groups: ['analysts'],
    tenant: 'acme',
    claims: { badge: 7, secret_of_ana: 'no' },
  },
  { login: 'rita', name: 'Rita Lindqvist', groups: ['reviewers'] },
  { login: 'ola', name: 'Ola Nowak', groups: [] },
];
const clientSecret = 'a-secret-of-the-test-gateway-only';
export const workloadAudience = 'vectorgate-workloads';

/** The identity part on real ports, with two real development providers: `people` to sign in with, `ci` for workloads. */
export class TestIdentity {
  readonly people: RunningProvider;
  readonly ci: RunningProvider;
  readonly configuration: Configuration;
  readonly folder: string;
  readonly masterKey = randomBytes(32);
  readonly app = express();
  controlUrl = '';
  identity!: IdentityService;
  readonly #mostUnfinished: number | undefined;
  #closers: (() => Promise<void>)[] = [];

  private constructor(
    folder: string,
    peopleProvider: RunningProvider,
    ci: RunningProvider,
    change: Partial<Configuration>,
    mostUnfinished: number | undefined,
  ) {
    this.#mostUnfinished = mostUnfinished;
    this.folder = folder;
    this.people = peopleProvider;
    this.ci = ci;
    this.configuration = {
      base: folder,
      listeners: { data: { host: '127.0.0.1', port: 0 }, control: { host: '127.0.0.1', port: 0 } },
      connections: [
        {
          name: 'insights',
          store: 'chroma',
          address: 'http://127.0.0.1:9',
          knownAs: ['chroma.internal:8000'],
          mode: 'enforce',
        },
      ],
      issuers: [
        {
          name: 'people',
          issuer: peopleProvider.issuer,
          signIn: {
            clientId: 'vectorgate',
            clientSecret: { env: 'VECTORGATE_TEST_CLIENT_SECRET' },
            scopes: ['openid', 'profile', 'offline_access'],
          },
          claims: { tenant: 'string', badge: 'string' },
          groups: { claim: 'groups', complete: true },
          nameClaim: 'name',
        },
        {
          name: 'ci',
          issuer: ci.issuer,
          workloads: { audience: workloadAudience, algorithms: ['ES256'] },
          claims: {},
          nameClaim: 'name',
        },
      ],
      policyReaders: { groups: ['reviewers'] },
      policies: join(folder, 'policies'),
      policy: { signatures: 'required' },
      data: join(folder, 'data'),
      masterKey: { file: join(folder, 'key') },
      custodians: { groups: [] },
      records: { checkpoints: { everyRecords: 10_000, everySeconds: 30 } },
      limits: {
        requestBytes: 2 ** 20,
        responseBytes: 2 ** 20,
        accessTokenSeconds: 300,
        sessionHours: 12,
        refusedBytesPerHour: 2 ** 20,
        storeSeconds: 300,
        freeDiskBytes: 0,
      },
      log: { level: 'error' },
      editorOrigins: ['https://hub.example.com'],
      deviceCode: false,
      ...change,
    };
  }

  static async start(change: Partial<Configuration> = {}, mostUnfinished?: number): Promise<TestIdentity> {
    process.env.VECTORGATE_TEST_CLIENT_SECRET = clientSecret;
    const folder = await mkdtemp(join(tmpdir(), 'vectorgate-identity-'));
    const control = await freePort();
    const controlUrl = `http://127.0.0.1:${control}`;
    const provider = await startProvider({
      cookiePrefix: 'people',
      clients: [
        {
          clientId: 'vectorgate',
          clientSecret,
          redirectUris: [`${controlUrl}/sign-in/upstream`],
          backchannelLogoutUri: `${controlUrl}/sign-out/upstream`,
        },
      ],
      people,
    });
    const ci = await startProvider({ cookiePrefix: 'ci', clients: [], people: [] });
    const test = new TestIdentity(folder, provider, ci, change, mostUnfinished);
    test.#closers.push(
      () => rm(folder, { recursive: true }),
      () => provider.close(),
      () => ci.close(),
    );
    const server = createServer(test.app);
    const { promise, resolve } = Promise.withResolvers<void>();
    server.listen(control, '127.0.0.1', resolve);
    await promise;
    test.#closers.push(async () => {
      server.closeAllConnections();
      server.close();
    });
    test.controlUrl = controlUrl;
    await test.open();
    test.app.use((req, res, next) => test.identity.handler(req, res, next));
    return test;
  }

  /** Opens the identity part over the data folder; again after `identity.close()` as a restart would. */
  async open(): Promise<void> {
    this.identity = await createIdentity(this.configuration, {
      controlUrl: this.controlUrl,
      masterKey: this.masterKey,
      dataFolder: this.configuration.data,
      logger: pino({ level: 'silent' }),
      ...(this.#mostUnfinished !== undefined && { mostUnfinished: this.#mostUnfinished }),
    });
  }

  /** Starts a sign-in: the address for the browser, and what is needed to redeem its code. */
  begin(change: Record<string, string> = {}): { url: URL; verifier: string; redirect: string } {
    const verifier = randomBytes(32).toString('base64url');
    const url = new URL(`${this.controlUrl}/oauth/auth`);
    const redirect = change.redirect_uri ?? 'http://127.0.0.1:34567/callback';
    const query = {
      client_id: 'vectorgate-jupyter',
      response_type: 'code',
      scope: 'openid offline_access',
      redirect_uri: redirect,
      state: 'the-state-of-the-editor',
      code_challenge: createHash('sha256').update(verifier).digest('base64url'),
      code_challenge_method: 'S256',
      ...change,
    };
    for (const [name, value] of Object.entries(query)) if (value !== '') url.searchParams.set(name, value);
    return { url, verifier, redirect };
  }

  /** The whole walk of one person: browser, provider's form, code, tokens. */
  async signIn(
    login: string,
    browser = new TestBrowser(),
    change: Record<string, string> = {},
  ): Promise<Tokens> {
    const { url, verifier, redirect } = this.begin(change);
    const arrived = await browser.signIn(url, login, (at) => at.href.startsWith(redirect));
    const code = arrived.url.searchParams.get('code');
    if (code === null)
      throw new Error(`no code: ${arrived.status} ${arrived.url.href} ${arrived.text.slice(0, 2000)}`);
    const answer = await this.token({
      grant_type: 'authorization_code',
      code,
      code_verifier: verifier,
      redirect_uri: redirect,
      client_id: url.searchParams.get('client_id') ?? '',
    });
    if (answer.status !== 200) throw new Error(JSON.stringify(answer.body));
    return answer.body;
  }

  async token(form: Record<string, string>): Promise<TokenAnswer> {
    const response = await fetch(`${this.controlUrl}/oauth/token`, {
      method: 'POST',
      body: new URLSearchParams(form),
    });
    return { status: response.status, body: (await response.json()) as TokenAnswer['body'] };
  }

  refresh(token: string, client = 'vectorgate-jupyter'): Promise<TokenAnswer> {
    return this.token({ grant_type: 'refresh_token', refresh_token: token, client_id: client });
  }

  async revoke(token: string, client = 'vectorgate-jupyter'): Promise<number> {
    const body = new URLSearchParams({ token, client_id: client });
    return (await fetch(`${this.controlUrl}/oauth/token/revocation`, { method: 'POST', body })).status;
  }

  async close(): Promise<void> {
    await this.identity.close();
    for (const closer of this.#closers.reverse()) await closer();
  }
}
