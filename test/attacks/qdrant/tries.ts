import type { Attack } from '../attack-table.ts';
import { cases, type HidingWorld, hidden } from './hiding-world.ts';

type Try = (name: string, method: string, path: string, body?: unknown) => Attack;

/** What may be tried, by what must not come of it. */
export interface Tries {
  /** Nothing hidden may stand in what is answered to her. */
  readonly sees: Try;
  /** The request must be refused to her by the gate. */
  readonly refused: Try;
  /** As `refused`, as the service that writes. */
  readonly refusedToo: Try;
  /** What does not belong to the service that writes must be as it was afterwards. */
  readonly changes: Try;
}

/** The tries of one world. */
export function triesIn({ world, ana, writer, refill }: HidingWorld): Tries {
  const sees: Try = (name, method, path, body) => ({
    name,
    run: async () => {
      const answer = await world.viaGate(ana.accessToken, method, path, body);
      const text = await answer.text();
      const found = hidden.find((secret) => text.includes(secret));
      return { passed: found !== undefined, seen: `${answer.status} ${found ?? ''}` };
    },
  });
  const refusedTo =
    (token: string): Try =>
    (name, method, path, body) => ({
      name,
      run: async () => {
        const answer = await world.viaGate(token, method, path, body);
        const text = await answer.text();
        const line = /VectorGate: ([^\\"]{0,70})/.exec(text)?.[1];
        return { passed: line === undefined, seen: `${answer.status} ${line ?? text.slice(0, 80)}` };
      },
    });
  const changes: Try = (name, method, path, body) => ({
    name,
    run: async () => {
      await refill();
      const foreign = async (): Promise<string> => {
        const answer = await world.straight('POST', `${cases}/points`, {
          ids: [2, 4],
          with_vector: true,
          with_payload: true,
        });
        const { result } = (await answer.json()) as { result: { id: number }[] };
        return JSON.stringify(result.toSorted((a, b) => a.id - b.id));
      };
      const before = await foreign();
      const answer = await world.viaGate(writer, method, path, body);
      const text = await answer.text();
      const passed = (await foreign()) !== before;
      return { passed, seen: `${answer.status} ${/VectorGate: ([^\\"]{0,50})/.exec(text)?.[1] ?? 'within'}` };
    },
  });
  return { sees, refused: refusedTo(ana.accessToken), refusedToo: refusedTo(writer), changes };
}
