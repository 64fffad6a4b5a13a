import {
  type Broker,
  type BrokerOptions,
  knownDiscovery,
  oauthClient,
  Session,
  startBroker,
  type TokenHolder,
} from '@vectorgate/client';
import { shimFolder } from '../../client/src/broker/shim-folder.ts';
import { loopbackSignIn } from './loopback-sign-in.ts';

/** One person's broker of the client library (VS Code, `vectorgate run`), driven as `PersonBroker` drives the other. */
export class ClientBroker {
  readonly #controlUrl: string;
  #session: Session | undefined;
  #broker!: Broker;

  private constructor(controlUrl: string) {
    this.#controlUrl = controlUrl;
  }

  static async start(controlUrl: string, options: Partial<BrokerOptions> = {}): Promise<ClientBroker> {
    const made = new ClientBroker(controlUrl);
    const holder: TokenHolder = {
      signedIn: async () => made.#session !== undefined,
      token: async (refused) => {
        // As every holder does: one that knows nobody says so in the client's own words.
        const session = made.#session ?? (await signedOut());
        const { accessToken, expires } = await session.token(refused);
        return { token: accessToken, expires: expires / 1000 };
      },
    };
    made.#broker = await startBroker({
      holder,
      discover: knownDiscovery(controlUrl),
      shim: shimFolder(),
      ...options,
    });
    return made;
  }

  get environment(): Readonly<Record<string, string>> {
    return this.#broker.environment();
  }

  /** Signs in through the provider's own page, as a browser would. */
  async signIn(login: string, password: string): Promise<void> {
    const tokens = await loopbackSignIn(this.#controlUrl, login, password);
    this.#session = new Session(await oauthClient(tokens), tokens);
  }

  async signOut(): Promise<void> {
    const session = this.#session;
    this.#session = undefined;
    await session?.end();
  }

  async status(): Promise<{ readonly signedIn: boolean; readonly kernels: readonly string[] }> {
    const kernels = this.#broker.processes().flatMap(({ kernel }) => kernel ?? []);
    return { signedIn: this.#session !== undefined, kernels };
  }

  async stop(): Promise<void> {
    await this.#broker.close();
  }
}

async function signedOut(): Promise<never> {
  const { ClientError } = await import('@vectorgate/client');
  throw new ClientError('signed-out', 'you are not signed in.', 'Sign in: vectorgate login');
}
