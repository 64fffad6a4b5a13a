import type { Problem } from './problem.ts';

/** What this window knows of the gate, for everything that shows it. It holds no token. */
export interface Standing {
  /** False until the settings were read. */
  readonly ready: boolean;
  /** Origin of the gateway's control plane; empty when none is set. */
  readonly gateway: string;
  /** Where the address comes from. */
  readonly gatewayFrom: 'organisation' | 'setting' | 'none';
  /** Set while something does not work. */
  readonly problem: Problem | undefined;
  /** Since when it does not; milliseconds since the epoch. */
  readonly since: number | undefined;
  readonly signedIn: boolean;
  /** A sign-in was begun in this window and is not over. */
  readonly signingIn: boolean;
  /** Why the last sign-in ended by itself. */
  readonly ended: string | undefined;
  readonly who: Who | undefined;
  /** Undefined until the gateway answered. */
  readonly connections: readonly Connection[] | undefined;
  readonly kernels: readonly KernelEntry[];
  /** The person's last refusals; undefined until they were asked for. */
  readonly latest: readonly Refused[] | undefined;
  readonly latestProblem: Problem | undefined;
  /** Whether the workspace is trusted: elsewhere there is no broker. */
  readonly trusted: boolean;
}

/** The gateway's `GET /api/v1/me`. */
export interface Who {
  readonly issuer: string;
  readonly subject: string;
  readonly name: string;
  readonly groups: readonly string[];
  /** End of the sign-in; milliseconds since the epoch. */
  readonly until: number | undefined;
  readonly policyReader: boolean;
  /** Connections on which rules let them look at the records of others. */
  readonly reviews: readonly string[];
}

/** One governed database. */
export interface Connection {
  readonly name: string;
  readonly store: string;
  /** host:port as notebooks write it. */
  readonly knownAs: readonly string[];
  /** Known only to those who are signed in. */
  readonly mode: 'enforce' | 'monitor' | undefined;
  /** The server's own version, and whether the gateway was made for it; undefined while nobody knows. */
  readonly server?: { readonly version: string; readonly known: boolean } | undefined;
  /** What the person asked of it lately. */
  readonly collections: readonly Collection[];
}

/** A collection that the person's last records name. */
export interface Collection {
  readonly name: string;
  /** Classes of delivered operations, without the meta ones. */
  readonly classes: readonly string[];
  /** How many fields were masked at most. */
  readonly maskedFields: number;
  readonly refused: number;
}

/** One running kernel of this window. */
export interface KernelEntry {
  readonly pid: number;
  /** The notebook's URI, when it is known. */
  readonly notebook: string | undefined;
  /** Name for people: the notebook's file name. */
  readonly name: string;
  /** `elsewhere`: it runs on no machine of this window. `in a sandbox`: its calls are answered from a recording. */
  readonly standing: 'governed' | 'not governed' | 'elsewhere' | 'in a sandbox';
  /** Milliseconds since the epoch. */
  readonly since: number;
  /** Path of its interpreter, where it is known. */
  readonly python?: string | undefined;
}

/** One refused operation of the person. */
export interface Refused {
  readonly id: string;
  /** Milliseconds since the epoch. */
  readonly time: number;
  readonly connection: string;
  /** `search customer-cases`. */
  readonly what: string;
  readonly why: string;
  readonly next: string;
  readonly effect: string;
}

export const unknownStanding: Standing = {
  ready: false,
  gateway: '',
  gatewayFrom: 'none',
  problem: undefined,
  since: undefined,
  signedIn: false,
  signingIn: false,
  ended: undefined,
  who: undefined,
  connections: undefined,
  kernels: [],
  latest: undefined,
  latestProblem: undefined,
  trusted: false,
};
