import { URLExt } from '@jupyterlab/coreutils';
import { ServerConnection } from '@jupyterlab/services';
import type { SavedSearches } from '@vectorgate/policy-schema/records-query';
import type { NoteDraft, SessionSummary } from '@vectorgate/replay-ui/host';
import type { ExportAsked } from '../sessions/export/export-choice.ts';
import { PolicyServer } from './policy-server.ts';
import { SandboxServer } from './sandbox-server.ts';
import { ServerProblem } from './server-problem.ts';
import type { Refused, Status } from './status.ts';

/** Asks our endpoints of the Jupyter server. Cookies and XSRF are JupyterLab's own business. */
export class ServerClient {
  /** What it does for policies. */
  readonly policies = new PolicyServer((path, body) => this.ask<unknown>(path, body));
  /** Recorded sessions that run again. */
  readonly sandboxes = new SandboxServer((path, body) => this.ask<unknown>(path, body));
  private readonly settings: ServerConnection.ISettings;

  constructor(settings: ServerConnection.ISettings) {
    this.settings = settings;
  }

  status(): Promise<Status> {
    return this.ask<Status>('status');
  }

  async latest(): Promise<readonly Refused[]> {
    return (await this.ask<{ records: readonly Refused[] }>('latest')).records;
  }

  /** The person's last recorded sessions. */
  async sessions(): Promise<readonly SessionSummary[]> {
    return ((await this.recorded('/sessions?limit=8')) as { sessions: readonly SessionSummary[] }).sessions;
  }

  /**
   * The gateway's answer to a path that a replay reads, as the person who is signed in. What is searched for goes in a body: the
   * log of a Jupyter server, and of proxies before it, has addresses.
   */
  recorded(path: string): Promise<unknown> {
    const [route = '', parameters] = path.split('?', 2);
    const asked = new URLSearchParams(parameters);
    return asked.has('query')
      ? this.ask<unknown>(`recorded${route}`, Object.fromEntries(asked))
      : this.ask<unknown>(`recorded${path}`);
  }

  /** Writes a note beside a session, or a record of it. */
  async addNote(session: string, note: NoteDraft): Promise<void> {
    await this.ask(`recorded/sessions/${session}/notes`, note);
  }

  /**
   * Records as a file, made at the gateway. `progress` is told how many bytes came so far; aborting `signal` ends it. What
   * breaks off rejects.
   */
  async export(asked: ExportAsked, signal: AbortSignal, progress: (bytes: number) => void): Promise<Blob> {
    const response = await this.send('export', { method: 'POST', body: JSON.stringify(asked), signal });
    if (!response.ok || response.body === null)
      throw ServerProblem.fromAnswer(response.status, await response.text());
    let bytes = 0;
    const counted = response.body.pipeThrough(
      new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
        transform: (chunk, controller) => {
          bytes += chunk.length;
          progress(bytes);
          controller.enqueue(chunk);
        },
      }),
    );
    try {
      return await new Response(counted).blob();
    } catch (cause) {
      throw new ServerProblem(
        {
          code: 'export_failed',
          message: 'the export broke off, and nothing of it was kept.',
          next: 'Export once more.',
        },
        { cause },
      );
    }
  }

  /** Searches that the person keeps, in the file of the command line at the Jupyter server. */
  async searches(): Promise<SavedSearches> {
    return (await this.ask<{ searches: SavedSearches }>('searches')).searches;
  }

  async keepSearch(name: string, query: string): Promise<void> {
    await this.ask('searches', { keep: name, query });
  }

  async dropSearch(name: string): Promise<void> {
    await this.ask('searches', { drop: name });
  }

  /** The code that makes a running Python kernel governed; null when there is no broker. */
  async healCode(): Promise<string | null> {
    return (await this.ask<{ code: string | null }>('heal')).code;
  }

  /** Starts a sign-in and gives the address for the popup. */
  async signIn(): Promise<string> {
    const callback = new URL(URLExt.join(this.settings.baseUrl, 'vectorgate/callback'), window.location.href);
    const { authorize } = await this.ask<{ authorize: string }>('sign-in', { return: callback.href });
    // A window that we opened would run a script's address as this page's own.
    if (/^https?:$/.test(URL.parse(authorize)?.protocol ?? '')) return authorize;
    throw new ServerProblem({
      code: 'no_sign_in_page',
      message: "the gateway's sign-in page has no web address.",
      next: 'Tell whoever runs your VectorGate gateway.',
    });
  }

  async signOut(): Promise<void> {
    await this.ask('sign-out', {});
  }

  private async ask<T>(path: string, body?: object): Promise<T> {
    const response = await this.send(
      path,
      body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) },
    );
    const text = await response.text();
    if (!response.ok) throw ServerProblem.fromAnswer(response.status, text);
    return JSON.parse(text) as T;
  }

  private async send(path: string, init: RequestInit): Promise<Response> {
    const url = URLExt.join(this.settings.baseUrl, 'vectorgate', path);
    try {
      return await ServerConnection.makeRequest(url, init, this.settings);
    } catch (cause) {
      throw new ServerProblem(
        {
          code: 'server_gone',
          message: 'the Jupyter server does not answer.',
          next: 'See whether it still runs.',
        },
        { cause },
      );
    }
  }
}
