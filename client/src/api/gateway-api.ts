import type { Envelope } from '@vectorgate/policy-schema/bundle';
import { ClientError } from '../errors/client-error.ts';
import type { PolicyTexts } from '../policies/policy-texts.ts';
import { isRecord, text } from './read-json.ts';
import { recordedPath } from './recorded-path.ts';

/**
 * Gives an access token that is good for some time yet. `refused`: one that the gateway did not take; who can gives another.
 */
export type TokenSource = (refused?: string) => Promise<string>;

/** What a question that changes something carries. */
interface Posted {
  readonly method?: 'POST';
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** The answer may take its time. */
  readonly patient?: true;
  /** Ends it. */
  readonly signal?: AbortSignal;
}

const answerMilliseconds = 30_000;

/** The gateway's API (`/api/v1`) as the person who is signed in sees it. */
export class GatewayApi {
  readonly #controlUrl: string;
  readonly #token: TokenSource;

  constructor(controlUrl: string, token: TokenSource) {
    this.#controlUrl = controlUrl;
    this.#token = token;
  }

  /** Who I am to the gateway. */
  me(): Promise<Readonly<Record<string, unknown>>> {
    return this.#get('/me');
  }

  connections(): Promise<Readonly<Record<string, unknown>>> {
    return this.#get('/connections');
  }

  /** State of the policies in force. */
  policy(): Promise<Readonly<Record<string, unknown>>> {
    return this.#get('/policy');
  }

  /** The policies in force, whole. For policy readers. */
  policyFiles(): Promise<Readonly<Record<string, unknown>>> {
    return this.#get('/policy/files');
  }

  /** The sets of policies that were in force, the latest first. For policy readers. */
  policyRevisions(limit: number): Promise<Readonly<Record<string, unknown>>> {
    return this.#get(`/policy/revisions?${new URLSearchParams({ limit: String(limit) })}`);
  }

  /** One set of policies that was in force, whole. For policy readers. */
  policyRevision(revision: number): Promise<Readonly<Record<string, unknown>>> {
    return this.#get(`/policy/revisions/${revision}`);
  }

  /** Puts the policies of a bundle in force. For publishers. */
  publishPolicy(envelope: Envelope): Promise<Readonly<Record<string, unknown>>> {
    return this.#answer('/policy/revisions', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(envelope),
    });
  }

  /** The policies that run beside those in force. For policy readers. */
  policyCanary(): Promise<Readonly<Record<string, unknown>>> {
    return this.#get('/policy/canary');
  }

  /** Runs the policies of a bundle beside those in force. For publishers. */
  startPolicyCanary(envelope: Envelope): Promise<Readonly<Record<string, unknown>>> {
    return this.#answer('/policy/canary', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(envelope),
    });
  }

  /** Ends it. For publishers. */
  stopPolicyCanary(): Promise<Readonly<Record<string, unknown>>> {
    return this.#answer('/policy/canary/stop', { method: 'POST' });
  }

  /** Recorded sessions, the latest first: my own, and with `all` those of others that I may review. */
  sessions(page: {
    limit: number;
    cursor?: string;
    all: boolean;
  }): Promise<Readonly<Record<string, unknown>>> {
    const query = new URLSearchParams({ limit: String(page.limit) });
    if (page.cursor !== undefined) query.set('cursor', page.cursor);
    if (page.all) query.set('all', '1');
    return this.#get(`/sessions?${query}`);
  }

  /** One session and the headers of its records. */
  session(id: string): Promise<Readonly<Record<string, unknown>>> {
    return this.#get(`/sessions/${encodeURIComponent(id)}`);
  }

  /** Destroys the key of a session: nobody can read its content any more. For custodians. */
  forgetSession(id: string, reason: string): Promise<Readonly<Record<string, unknown>>> {
    return this.#answer(`/sessions/${encodeURIComponent(id)}/forget`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ reason }),
    });
  }

  /** What reviewers wrote beside a session and its records, the latest first. */
  notes(session: string): Promise<Readonly<Record<string, unknown>>> {
    return this.#get(`/sessions/${encodeURIComponent(session)}/notes`);
  }

  /** Writes a note beside a session or one record of it. It stays as it is. For those whom rules let review it. */
  addNote(
    session: string,
    note: { text: string; record?: string },
  ): Promise<Readonly<Record<string, unknown>>> {
    return this.#answer(`/sessions/${encodeURIComponent(session)}/notes`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(note),
    });
  }

  /**
   * Headers of records that a query finds, the latest first: my own, and with `all` those of others that I may review; a
   * refused one with the words that were read.
   */
  records(asked: {
    limit: number;
    effect?: 'deny';
    query?: string;
    cursor?: string;
    all?: boolean;
  }): Promise<Readonly<Record<string, unknown>>> {
    const { limit, all, ...texts } = asked;
    return this.#get(
      `/records?${new URLSearchParams({ limit: String(limit), ...texts, ...(all && { all: '1' }) })}`,
    );
  }

  /** What was asked, by whom, and what was decided, without a value of the data: for deciding it again. */
  asked(page: {
    limit: number;
    query?: string;
    cursor?: string;
    all?: boolean;
  }): Promise<Readonly<Record<string, unknown>>> {
    const { limit, all, ...texts } = page;
    return this.#get(
      `/records/asked?${new URLSearchParams({ limit: String(limit), ...texts, ...(all && { all: '1' }) })}`,
    );
  }

  /** What stands in the records that a query finds, and how often. */
  recordFacets(asked: { query: string; all?: boolean }): Promise<Readonly<Record<string, unknown>>> {
    const { query, all } = asked;
    return this.#get(`/records/facets?${new URLSearchParams({ query, ...(all && { all: '1' }) })}`);
  }

  /** One record with its content, as far as I may see it. */
  record(id: string): Promise<Readonly<Record<string, unknown>>> {
    return this.#get(`/records/${encodeURIComponent(id)}`);
  }

  /** What exists, as far as I may know it: by a path below `/api/v1` that begins with `/catalogue`. */
  catalogue(path: string): Promise<Readonly<Record<string, unknown>>> {
    return this.#get(path);
  }

  /** What a replay asks for by a path below `/api/v1`; of nothing else. */
  recorded(path: string): Promise<Readonly<Record<string, unknown>>> {
    const known = recordedPath(path);
    if (known === undefined)
      return Promise.reject(
        new ClientError(
          'refused',
          'The replay asked for something that is no record.',
          'Tell whoever runs your VectorGate gateway.',
        ),
      );
    return this.#get(known);
  }

  /**
   * A file of records: of one session, or of what a query finds. Its content comes as the gateway makes it; what breaks off
   * rejects. Rejects with the reason of `signal` once that is aborted, also while the gateway makes the file.
   */
  async export(
    of: { readonly session: string } | { readonly query: string; readonly all: boolean },
    asked: { readonly format: 'vgsession' | 'jsonl' | 'csv'; readonly bodies: 'none' | 'request' | 'all' },
    how: {
      /** Policies whose guards mask more of it. */
      readonly maskBy?: PolicyTexts | undefined;
      readonly signal?: AbortSignal;
    } = {},
  ): Promise<ReadableStream<Uint8Array>> {
    const path = 'session' in of ? `/sessions/${encodeURIComponent(of.session)}/export` : '/records/export';
    const more = 'session' in of ? {} : { query: of.query, ...(of.all && { all: '1' }) };
    const { maskBy, signal } = how;
    const response = await this.#send(`${path}?${new URLSearchParams({ ...asked, ...more })}`, {
      patient: true,
      ...(signal && { signal }),
      ...(maskBy && {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ maskBy }),
      }),
    });
    if (response.ok && response.body !== null) return response.body;
    return this.#refused(path, response);
  }

  async #ask(path: string, token: string, { headers, patient, ...init }: Posted): Promise<Response> {
    try {
      return await fetch(new URL(`/api/v1${path}`, this.#controlUrl), {
        ...init,
        headers: { ...headers, authorization: `Bearer ${token}`, accept: 'application/json' },
        redirect: 'error',
        ...(!patient && { signal: AbortSignal.timeout(answerMilliseconds) }),
      });
    } catch (cause) {
      init.signal?.throwIfAborted();
      throw new ClientError(
        'gateway-unreachable',
        `The gateway at ${this.#controlUrl} does not answer.`,
        'Check that it runs: vectorgate status',
        { cause },
      );
    }
  }

  #get(path: string): Promise<Readonly<Record<string, unknown>>> {
    return this.#answer(path, {});
  }

  async #answer(path: string, init: Posted): Promise<Readonly<Record<string, unknown>>> {
    const response = await this.#send(path, init);
    if (!response.ok) return this.#refused(path, response);
    const said: unknown = await response.json().catch(() => undefined);
    if (isRecord(said)) return said;
    throw new ClientError(
      'gateway-answer',
      `The gateway answered ${response.status} to ${path.split('?')[0]}.`,
      'Look into the gateway’s log.',
    );
  }

  async #send(path: string, init: Posted): Promise<Response> {
    const token = await this.#token();
    const response = await this.#ask(path, token, init);
    if (response.status !== 401) return response;
    // It may have been ended or replaced while this program thought it good.
    const other = await this.#token(token);
    if (other === token) return response;
    await response.body?.cancel();
    return this.#ask(path, other, init);
  }

  async #refused(path: string, response: Response): Promise<never> {
    const said: unknown = await response.json().catch(() => undefined);
    const error = isRecord(said) && isRecord(said.error) ? said.error : {};
    const message =
      text(error.message).replace(/^VectorGate: /, '') ||
      `The gateway answered ${response.status} to ${path.split('?')[0]}.`;
    const next = text(error.next);
    if (path.endsWith('/export') && (response.status === 413 || text(error.code) === 'extract-unfit'))
      throw new ClientError('policies-unfit', message, next || 'Name other policies.');
    if (response.status === 401)
      throw new ClientError('signed-out', message, next || 'Sign in: vectorgate login');
    if (response.status === 400 && path.startsWith('/records'))
      throw new ClientError('query-unreadable', message, next || 'Look into docs/search.md.');
    if (/^\/policy\/(revisions|canary)/.test(path) && [400, 409, 413, 422].includes(response.status))
      throw new ClientError('refused', message, next || 'Look at: vectorgate policy status');
    if (response.status === 403 || response.status === 429)
      throw new ClientError('refused', message, next || 'Ask whoever runs the gateway.');
    if (response.status === 429)
      throw new ClientError('too-many-searches', message, next || 'Ask again in a minute.');
    if (response.status === 404)
      throw new ClientError('not-found', message, next || 'Look for it in: vectorgate sessions list');
    throw new ClientError('gateway-answer', message, next || 'Look into the gateway’s log.');
  }
}
