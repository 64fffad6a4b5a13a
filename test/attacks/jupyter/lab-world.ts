import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { freePort, type Login, type RunningJupyter, SignInBrowser, startJupyter } from '@vectorgate/demo';
import { permitEverything, policyOf } from '../../harness/policies.ts';
import { startWorld, type World } from '../../harness/world.ts';
import { IssuedTokens } from './issued-tokens.ts';
import { askJupyter } from './kernel-run.ts';

/** A real Jupyter server with our extension before a real gateway. */
export interface LabWorld {
  readonly world: World;
  readonly jupyter: RunningJupyter;
  readonly issued: IssuedTokens;
  /** Jupyter's own files: configuration, run-time files, log; and the notebooks. */
  readonly folder: string;
  readonly notebooks: string;
  readonly log: string;
  /** This server's callback page. */
  readonly callback: string;
  /** What the panel asks for. */
  status(): Promise<{ readonly signedIn: boolean; readonly who: { identity: { subject: string } } | null }>;
  /** Begins a sign-in. @returns the address for the browser */
  begin(): Promise<string>;
  /** Goes through the provider's form. @returns the callback with the code in it, not yet opened */
  answer(authorize: string, login: Login): Promise<string>;
  /** Opens an address of this server as its owner's browser does. */
  open(url: string, init?: RequestInit): Promise<Response>;
  close(): Promise<void>;
}

export async function startLabWorld(): Promise<LabWorld> {
  const issued = new IssuedTokens();
  const closers: (() => Promise<unknown>)[] = [async () => issued.close()];
  const close = async (): Promise<void> => {
    for (const closer of closers.splice(0).reverse()) await closer();
  };
  try {
    const world = await startWorld({
      policies: { all: policyOf(permitEverything('all', 'issuers: [people]')) },
    });
    closers.push(() => world.close());
    const folder = join(world.folder, 'jupyter');
    const notebooks = join(world.folder, 'notebooks');
    await mkdir(notebooks);
    const log = join(world.folder, 'jupyter.log');
    const jupyter = await startJupyter({
      folder,
      notebooks,
      port: await freePort(),
      controlUrl: world.controlUrl,
      log,
    });
    closers.push(() => jupyter.stop());
    const callback = `${jupyter.url}/vectorgate/callback`;
    const open = (url: string, init: RequestInit = {}): Promise<Response> =>
      askJupyter(jupyter, url.slice(jupyter.url.length + 1), { redirect: 'manual', ...init });
    return {
      world,
      jupyter,
      issued,
      folder,
      notebooks,
      log,
      callback,
      status: async () =>
        (await askJupyter(jupyter, 'vectorgate/status')).json() as ReturnType<LabWorld['status']>,
      begin: async () => {
        const answered = await open(`${jupyter.url}/vectorgate/sign-in`, {
          method: 'POST',
          body: JSON.stringify({ return: callback }),
        });
        assert.equal(answered.status, 200, await answered.clone().text());
        return ((await answered.json()) as { authorize: string }).authorize;
      },
      answer: (authorize, login) =>
        new SignInBrowser().signIn(authorize, callback, { login, password: login }),
      open,
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}
