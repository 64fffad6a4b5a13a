import { AnalysisDesk } from './analysis/analysis-desk.ts';
import { PolicyDesk } from './policy-desk.ts';
import type { PolicyReply, PolicyRequest } from './policy-messages.ts';
import { TestDesk } from './tests/test-desk.ts';

/** What this file needs of the scope that a worker runs in, which is not that of a page. */
interface WorkerScope {
  onmessage: ((event: MessageEvent<PolicyRequest>) => unknown) | null;
  postMessage(reply: PolicyReply): void;
}

const scope = globalThis as unknown as WorkerScope;
const desks: readonly object[] = [new PolicyDesk(Date.now), new TestDesk(), new AnalysisDesk(Date.now)];

scope.onmessage = async ({ data: { id, kind, args } }) => {
  try {
    const desk = desks.find((one) => kind in one);
    const work = Reflect.get(desk ?? {}, kind) as (...all: unknown[]) => unknown;
    // What needs no waiting is answered at once, in the order in which it was asked.
    const value = work.apply(desk, [...args]);
    scope.postMessage({ id, value: value instanceof Promise ? await value : value });
  } catch (error) {
    scope.postMessage({ id, problem: error instanceof Error ? error.message : String(error) });
  }
};
