/** Policies by their paths. */
type Texts = readonly { readonly path: string; readonly text: string }[];

/** Names of revisions of git that a person may choose from. */
export interface GitRevisions {
  /** Branches and tags. */
  readonly names: readonly string[];
  /** The last commits that touched a folder; times in seconds since the epoch. */
  readonly commits: readonly {
    readonly commit: string;
    readonly author: string;
    readonly time: number;
    readonly subject: string;
  }[];
}

/** The commit that a folder stands at and who made it, where it is in a repository. */
export interface GitWritten {
  readonly commit?: string;
  readonly author?: string;
}

/** Where the key that signs policies lies at the Jupyter server; null: there is none yet. */
export interface PolicyKey {
  readonly file: string;
  readonly publicKey: string | null;
}

/** What the Jupyter server does for policies. Paths are JupyterLab's, without a drive. */
export class PolicyServer {
  private readonly ask: (path: string, body?: object) => Promise<unknown>;

  constructor(ask: (path: string, body?: object) => Promise<unknown>) {
    this.ask = ask;
  }

  /** A file as it was saved by hand last. */
  async checkpoint(path: string): Promise<string> {
    return ((await this.get('checkpoint', { path })) as { text: string }).text;
  }

  async gitRevisions(folder: string): Promise<GitRevisions> {
    return (await this.get('git/revisions', { path: folder })) as GitRevisions;
  }

  /** The policies below a folder as they stand in a revision, by their paths from there. */
  async gitFiles(folder: string, revision: string): Promise<Texts> {
    return ((await this.get('git/files', { path: folder, revision })) as { files: Texts }).files;
  }

  async gitWritten(folder: string): Promise<GitWritten> {
    return (await this.get('git/written', { path: folder })) as GitWritten;
  }

  async key(): Promise<PolicyKey> {
    return (await this.ask('policy/key')) as PolicyKey;
  }

  /** Makes a key where there is none. */
  async makeKey(): Promise<PolicyKey> {
    return (await this.ask('policy/key', {})) as PolicyKey;
  }

  /** Signs a bundle and puts it in force. `person`: whom the page shows as signed in, as `issuer:subject`. */
  publish(bundle: string, person: string): Promise<unknown> {
    return this.ask('policy/publish', { bundle, person });
  }

  private get(what: string, asked: Readonly<Record<string, string>>): Promise<unknown> {
    return this.ask(`policy/${what}?${new URLSearchParams(asked)}`);
  }
}
