import { PolicyDesk } from './policy-desk.ts';
import type { PolicyReply, PolicyRequest } from './policy-messages.ts';

/** What this file needs of the scope that a worker runs in, which is not that of a page. */
interface WorkerScope {
  onmessage: ((event: MessageEvent<PolicyRequest>) => void) | null;
  postMessage(reply: PolicyReply): void;
}

const scope = globalThis as unknown as WorkerScope;
const desk = new PolicyDesk(Date.now);

scope.onmessage = ({ data: { id, kind, args } }) => {
  try {
    const work = desk[kind] as (...args: unknown[]) => unknown;
    scope.postMessage({ id, value: work.apply(desk, [...args]) });
  } catch (error) {
    scope.postMessage({ id, problem: error instanceof Error ? error.message : String(error) });
  }
};
