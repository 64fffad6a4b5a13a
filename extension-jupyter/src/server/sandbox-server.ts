import type { ExportOf, SandboxStanding } from '@vectorgate/replay-ui/host';

/** What a sandbox is over: a session at the gateway, or one in an archive, whose path is JupyterLab's. */
export interface SandboxOf {
  readonly session: string;
  readonly archive: string | null;
}

/** How one stands at the Jupyter server. */
export interface ServerSandbox extends SandboxOf {
  readonly standing: SandboxStanding;
}

type Told = { readonly sandboxes: readonly ServerSandbox[] };

/** The sandboxes of the Jupyter server. Each answer but code tells how all of them stand. */
export class SandboxServer {
  private readonly ask: (path: string, body?: object) => Promise<unknown>;

  constructor(ask: (path: string, body?: object) => Promise<unknown>) {
    this.ask = ask;
  }

  async all(): Promise<readonly ServerSandbox[]> {
    return ((await this.ask('sandboxes')) as Told).sandboxes;
  }

  /** `of`: the export that has the session with those of the same program; needed where it is at the gateway. */
  start(named: SandboxOf, of?: ExportOf): Promise<readonly ServerSandbox[]> {
    return this.told('sandboxes', { ...placed(named), ...(of !== undefined && { of }) });
  }

  stop(named: SandboxOf): Promise<readonly ServerSandbox[]> {
    return this.told('sandboxes/stop', placed(named));
  }

  dismiss(named: SandboxOf): Promise<readonly ServerSandbox[]> {
    return this.told('sandboxes/dismiss', placed(named));
  }

  /** Python text that leads a kernel of the server's machine to it. */
  async code(named: SandboxOf): Promise<string> {
    return ((await this.ask('sandboxes/code', placed(named))) as { code: string }).code;
  }

  private async told(path: string, body: object): Promise<readonly ServerSandbox[]> {
    return ((await this.ask(path, body)) as Told).sandboxes;
  }
}

const placed = ({ session, archive }: SandboxOf): object => ({
  session,
  ...(archive !== null && { archive }),
});
