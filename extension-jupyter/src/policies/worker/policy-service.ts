import type { PolicyReply, PolicyRequest, WorkerWork } from './policy-messages.ts';

type Waiting = { readonly resolve: (value: never) => void; readonly reject: (problem: Error) => void };

/** What a page needs of a worker. */
export interface WorkerPort {
  postMessage(request: PolicyRequest): void;
  terminate(): void;
  onmessage: ((event: MessageEvent<PolicyReply>) => void) | null;
  onerror: ((event: ErrorEvent) => void) | null;
}

/** Milliseconds between two starts of a worker: one that fails at once is not started with each keystroke. */
const rest = 10_000;

const remedy =
  'It is started anew when it is asked again, after some seconds; where that does not help, reload the page.';

/**
 * Asks the policy language, which runs beside the page: a large file keeps nobody's typing waiting. A worker that failed is
 * replaced by a new one, which knows nothing of what the other was told.
 */
export class PolicyService {
  private readonly start: () => WorkerPort;
  private readonly now: () => number;
  private readonly waiting = new Map<number, Waiting>();
  private readonly renewed = new Set<() => void>();
  private worker: WorkerPort | undefined;
  private begun = 0;
  private trouble: Error | undefined;
  private isOver = false;
  private count = 0;
  private starts = 0;

  constructor(start: () => WorkerPort, now: () => number = Date.now) {
    this.start = start;
    this.now = now;
    this.begin();
  }

  /** Another for each worker: what one was told the next does not know. Undefined while none runs. */
  get generation(): number | undefined {
    return this.worker && this.starts;
  }

  /** Calls back when a new worker took the place of one that failed, before anything else is asked of it. */
  onRenewed(listener: () => void): void {
    this.renewed.add(listener);
  }

  /** Requests are answered in their order. */
  ask<Kind extends keyof WorkerWork>(
    kind: Kind,
    ...args: Parameters<WorkerWork[Kind]>
  ): Promise<Awaited<ReturnType<WorkerWork[Kind]>>> {
    if (this.worker === undefined && !this.isOver && this.now() - this.begun >= rest) {
      this.begin();
      if (this.worker !== undefined) for (const listener of this.renewed) listener();
    }
    const { worker } = this;
    if (worker === undefined) return Promise.reject(this.trouble);
    const id = this.count++;
    return new Promise((resolve, reject) => {
      this.waiting.set(id, { resolve, reject });
      worker.postMessage({ id, kind, args });
    });
  }

  /** Ends the worker. What was not answered yet never will be. */
  dispose(): void {
    this.isOver = true;
    this.end(this.trouble ?? new Error('It was stopped before there was anything to show.'));
  }

  private begin(): void {
    this.begun = this.now();
    try {
      const worker = this.start();
      worker.onmessage = ({ data }) => {
        const waiting = this.waiting.get(data.id);
        this.waiting.delete(data.id);
        if ('problem' in data) waiting?.reject(new Error(data.problem));
        else waiting?.resolve(data.value as never);
      };
      worker.onerror = ({ message }) => {
        if (this.worker === worker) this.failed(message);
      };
      this.worker = worker;
      this.starts++;
      this.trouble = undefined;
    } catch (error) {
      this.failed(error instanceof Error ? error.message : String(error));
    }
  }

  private failed(message: string): void {
    const why = (message || 'no worker runs').replace(/\.$/, '');
    this.end(new Error(`Policies cannot be checked in this browser: ${why}. ${remedy}`));
  }

  private end(trouble: Error): void {
    this.worker?.terminate();
    this.worker = undefined;
    this.trouble = trouble;
    for (const { reject } of this.waiting.values()) reject(trouble);
    this.waiting.clear();
  }
}
