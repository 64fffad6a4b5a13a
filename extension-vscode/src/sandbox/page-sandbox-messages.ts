import type { SandboxStanding } from '@vectorgate/replay-ui/host';

/** What a page wants done with the sandbox of a session. */
export type SandboxAct = 'start' | 'stop' | 'dismiss' | 'terminal' | 'kernel';

export interface FromSandboxPage {
  readonly kind: 'sandbox';
  readonly act: SandboxAct;
  readonly session: string;
}

/** How the sandbox of a session stands; undefined: there is none. */
export interface ToSandboxPage {
  readonly kind: 'sandbox';
  readonly session: string;
  readonly standing: SandboxStanding | undefined;
}

/** The sandboxes that one page shows. */
export interface PageSandboxes {
  /** How those that there are stand. */
  readonly standings: readonly ToSandboxPage[];
  /** Tells the page of each change; returns what ends that. */
  tell(say: (message: ToSandboxPage) => void): () => void;
  do(asked: FromSandboxPage): void;
}

const acts = new Set<unknown>(['start', 'stop', 'dismiss', 'terminal', 'kernel'] satisfies SandboxAct[]);
const ulid = /^[0-7][0-9A-HJKMNP-TV-Z]{25}$/;

/** Reads what a page says of sandboxes; undefined when it is none of that. */
export function fromSandboxPage(message: unknown): FromSandboxPage | undefined {
  if (typeof message !== 'object' || message === null) return undefined;
  const { kind, act, session } = message as Readonly<Record<string, unknown>>;
  return kind === 'sandbox' && acts.has(act) && typeof session === 'string' && ulid.test(session)
    ? { kind, act: act as SandboxAct, session }
    : undefined;
}
