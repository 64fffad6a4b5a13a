/** What the Jupyter server extension tells of one person and this server. It holds no token. */
export interface Status {
  readonly configured: boolean;
  /** Address of the gateway's control plane; empty when not configured. */
  readonly gateway: string;
  /** Set while something does not work. */
  readonly problem: Problem | null;
  /** Since when it does not, in seconds since the epoch. */
  readonly since: number | null;
  readonly signedIn: boolean;
  /** Why the last session ended by itself. */
  readonly ended: string | null;
  readonly who: Who | null;
  readonly connections: readonly Connection[];
  readonly kernels: readonly KernelEntry[];
}

/** A readable failure: what happened, and what to do next. */
export interface Problem {
  readonly code: string;
  readonly message: string;
  readonly next: string;
}

/** The gateway's `GET /api/v1/me`. */
export interface Who {
  readonly identity: {
    readonly issuer: string;
    readonly subject: string;
    readonly name?: string;
    readonly groups: readonly string[];
  };
  readonly session: { readonly id: string; readonly expires: string } | null;
  /** Connections on which rules let them look at the records of others; absent from older gateways. */
  readonly reviews?: readonly string[];
  /** Whether the gateway shows them the policies in force; absent from older gateways. */
  readonly policyReader?: boolean;
}

/** One governed database. */
export interface Connection {
  readonly name: string;
  readonly store: string;
  readonly knownAs: readonly string[];
  /** Known only to those who are signed in. */
  readonly mode: 'enforce' | 'monitor' | null;
  /** The server's own version, and whether the gateway was made for it; absent while nobody knows. */
  readonly server?: { readonly version: string; readonly known: boolean };
}

/** One running kernel of this Jupyter server. */
export interface KernelEntry {
  readonly id: string;
  readonly path: string;
  readonly kind: string;
  /** The kernelspec's name for people. */
  readonly kernel: string;
  readonly language: string;
  readonly governed: boolean;
  /** Its calls are answered from a recording. */
  readonly sandbox: boolean;
}

/** One refused operation of this person, as the gateway's API gives it. */
export interface Refused {
  readonly id: string;
  readonly time: string;
  readonly connection: string;
  readonly operations: readonly {
    readonly name: string;
    readonly classes: readonly string[];
    readonly targets: readonly { readonly collection: { readonly is: string; readonly name?: string } }[];
  }[];
  readonly decision: { readonly code?: string };
  readonly reason?: { readonly what: string; readonly next: string };
}
