/** What a stand-in was asked so far. */
export interface SandboxCounts {
  /** Recorded steps in all, and those that were answered. */
  readonly steps: number;
  readonly answered: number;
  /** Recorded steps that cannot be answered, and why the first of them cannot. */
  readonly missing: number;
  readonly missingWhy?: string;
  /** Calls that got the last answer of a step once more. */
  readonly again: number;
  readonly notAsked: number;
  /** Calls that the recording does not answer, and the last of them, with the reason. */
  readonly notAnswered: number;
  readonly latest: readonly { readonly call: string; readonly why: string }[];
  /** Programs that came to it and still run. */
  readonly programs: number;
}

/** How a stand-in for the stores of a recorded session stands. It is structured-cloneable. */
export type SandboxStanding =
  /** The recording is being read and verified. */
  | { readonly state: 'starting' }
  | {
      readonly state: 'ready';
      /** On this machine, e.g. `http://127.0.0.1:41233`. */
      readonly address: string;
      /** Stores that are answered for, as programs name them: `chroma.internal:8000`. */
      readonly names: readonly string[];
      readonly counts: SandboxCounts;
    }
  | { readonly state: 'ended'; readonly counts: SandboxCounts }
  | {
      readonly state: 'failed';
      readonly message: string;
      readonly remedy: string;
      /** What does the same in a terminal, where that may help. */
      readonly command?: string;
    };

/** A way in which a host runs programs in a sandbox that is ready. */
export interface SandboxWay {
  readonly label: string;
  readonly title: string;
  run(session: string): void;
}

/** Runs programs again over a recorded session, with no store behind it. What goes wrong is told by the standing. */
export interface ReplaySandbox {
  /** Starts a stand-in; one that runs already stays. */
  start(session: string): void;
  /** Ends it, or leaves off starting it. */
  stop(session: string): void;
  /** Forgets one that ended or failed. */
  dismiss(session: string): void;
  /** Calls the listener with the standing now, undefined where there is none, and with each change; returns what ends that. */
  watch(session: string, listener: (standing: SandboxStanding | undefined) => void): () => void;
  /** In the order in which they are offered. */
  readonly ways: readonly SandboxWay[];
}
