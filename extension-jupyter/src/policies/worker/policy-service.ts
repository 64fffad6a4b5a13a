import type { PolicyReply, PolicyRequest, WorkerWork } from './policy-messages.ts';

type Waiting = { readonly resolve: (value: never) => void; readonly reject: (problem: Error) => void };

/** What a page needs of a worker. */
export interface WorkerPort {
  postMessage(request: PolicyRequest): void;
  terminate(): void;
  onmessage: ((event: MessageEvent<PolicyReply>) => void) | null;
  onerror: ((event: ErrorEvent) => void) | null;
}

/** Asks the policy language, which runs beside the page: a large file keeps nobody's typing waiting. */
export class PolicyService {
  private readonly worker: WorkerPort;
  private readonly waiting = new Map<number, Waiting>();
  private trouble: Error | undefined;
  private count = 0;

  constructor(worker: WorkerPort) {
    this.worker = worker;
    worker.onmessage = ({ data }) => {
      const waiting = this.waiting.get(data.id);
      this.waiting.delete(data.id);
      if ('problem' in data) waiting?.reject(new Error(data.problem));
      else waiting?.resolve(data.value as never);
    };
    worker.onerror = ({ message }) => {
      this.trouble = new Error(`Policies cannot be checked in this browser: ${message || 'no worker runs'}.`);
      for (const { reject } of this.waiting.values()) reject(this.trouble);
      this.waiting.clear();
    };
  }

  /** Requests are answered in their order. */
  ask<Kind extends keyof WorkerWork>(
    kind: Kind,
    ...args: Parameters<WorkerWork[Kind]>
  ): Promise<Awaited<ReturnType<WorkerWork[Kind]>>> {
    if (this.trouble !== undefined) return Promise.reject(this.trouble);
    const id = this.count++;
    return new Promise((resolve, reject) => {
      this.waiting.set(id, { resolve, reject });
      this.worker.postMessage({ id, kind, args });
    });
  }

  /** Ends the worker. What was not answered yet never will be. */
  dispose(): void {
    this.worker.terminate();
    this.trouble ??= new Error('It was stopped before there was anything to show.');
    for (const { reject } of this.waiting.values()) reject(this.trouble);
    this.waiting.clear();
  }
}
