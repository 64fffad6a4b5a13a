import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { after, before, describe, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { PersonBroker } from '@vectorgate/demo';
import { ClientBroker } from '../harness/client-broker.ts';
import { startWorld, type World } from '../harness/world.ts';
import { type Attack, tryAll } from './attack-table.ts';
import { askSocket } from './jupyter/ask-socket.ts';

/* Many kernels at once, and a sign-out in their midst, at both credential brokers. */

type AnyBroker = PersonBroker | ClientBroker;
interface Answer {
  readonly token?: string;
  readonly error?: { readonly code?: string };
}

const crowd = fileURLToPath(new URL('jupyter/ask-crowd.ts', import.meta.url));
const kernels = 100;
const rounds = 8;
let world: World;
before(async () => {
  // Shorter than what a broker wants to have left: each ask needs a renewal, and all at once need the same one.
  world = await startWorld({ policies: {}, root: 'limits: { accessTokenSeconds: 20 }' });
});
after(() => world?.close());

const brokers: Readonly<Record<string, (controlUrl: string) => Promise<AnyBroker>>> = {
  'the broker of the Jupyter server': (controlUrl) => PersonBroker.start(controlUrl),
  'the broker of the client library': (controlUrl) => ClientBroker.start(controlUrl),
};

for (const [name, start] of Object.entries(brokers)) {
  describe(name, () => {
    let broker: AnyBroker;
    before(async () => {
      broker = await start(world.controlUrl);
    });
    after(() => broker?.stop());

    const ask = async (): Promise<Answer> => {
      const { VECTORGATE_BROKER: path = '', VECTORGATE_BROKER_KEY: key } = broker.environment;
      const { text } = await askSocket(path, `${JSON.stringify({ v: 1, key, op: 'token' })}\n`, 30_000);
      return JSON.parse(text || '{}') as Answer;
    };
    /** Half of the kernels in each of two processes, all at once. */
    const askAll = async (): Promise<readonly Answer[]> => {
      const env = { ...process.env, ...broker.environment };
      const half = async (): Promise<readonly Answer[]> => {
        const { stdout } = await promisify(execFile)(process.execPath, [crowd, String(kernels / 2)], { env });
        return JSON.parse(stdout) as readonly Answer[];
      };
      return (await Promise.all([half(), half()])).flat();
    };
    /** Whether the gateway still takes a token. */
    const counts = async (token: string): Promise<boolean> => {
      const answer = await world.api(token, '/api/v1/me');
      await answer.body?.cancel();
      return answer.status === 200;
    };

    test('a hundred kernels at once get a token, by one renewal that nobody spends twice', async () => {
      await broker.signIn('ana', 'ana');
      for (let round = 0; round < 3; round++) {
        const answers = await askAll();
        assert.equal(answers.length, kernels);
        const tokens = new Set(answers.map(({ token }) => token ?? ''));
        assert.ok(!tokens.has(''), JSON.stringify(answers.find(({ token }) => token === undefined)));
        for (const token of tokens) assert.ok(await counts(token));
      }
      // A refresh token that was spent twice would have ended the session.
      assert.ok(await counts((await ask()).token ?? ''));
      await broker.signOut();
    });

    test('signing out while kernels ask', async (context) => {
      const attacks = Array.from(
        { length: rounds },
        (_, round): Attack => ({
          name: `${name}: ${kernels / 4} ask, sign-out after ${round * 3} ms`,
          run: async () => {
            await broker.signIn('ana', 'ana');
            const asked = Array.from({ length: kernels / 4 }, async (_, i) => {
              await pause(i % 12);
              return ask();
            });
            await pause(round * 3);
            await broker.signOut();
            const late = await ask();
            const given = (await Promise.all(asked)).flatMap(({ token }) => token ?? []);
            const alive = await Promise.all([...new Set(given)].map(counts));
            return {
              passed: late.token !== undefined || alive.includes(true),
              seen: `${given.length} got a token before, none counts; then ${late.error?.code ?? 'no token'}`,
            };
          },
        }),
      );
      await tryAll(context, 'Sign-out in the midst of kernels: no token outlives it', attacks);
    });
  });
}
