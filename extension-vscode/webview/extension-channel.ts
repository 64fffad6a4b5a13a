import { type AskGateway, ReplayError, type ReplayErrorCode } from '@vectorgate/replay-ui/host';
import type { FromPlayer, ToPlayer } from '../src/sessions/player-messages.ts';

/** What the editor gives a page, once. */
export interface EditorApi {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
}

type Told = Exclude<ToPlayer, { readonly kind: 'answer' | 'failed' }>;

interface Waiting {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: ReplayError) => void;
}

/** The page's line to the extension: questions are numbered, so that each finds its answer. */
export class ExtensionChannel {
  readonly #editor: EditorApi;
  readonly #waiting = new Map<number, Waiting>();
  #asked = 0;

  /** `told` hears what is no answer. */
  constructor(editor: EditorApi, told: (message: Told) => void) {
    this.#editor = editor;
    addEventListener('message', ({ data }: MessageEvent<ToPlayer>) => {
      if (data.kind === 'answer') this.#take(data.id)?.resolve(data.value);
      else if (data.kind === 'failed')
        this.#take(data.id)?.reject(new ReplayError(data.code as ReplayErrorCode, data.message, data.remedy));
      else told(data);
    });
  }

  say(message: FromPlayer): void {
    this.#editor.postMessage(message);
  }

  readonly ask: AskGateway = (path) => this.request((id) => ({ kind: 'ask', id, path }));

  /** Says something that has an answer, and waits for it. */
  request(question: (id: number) => FromPlayer): Promise<unknown> {
    this.#asked += 1;
    const { promise, resolve, reject } = Promise.withResolvers<unknown>();
    this.#waiting.set(this.#asked, { resolve, reject });
    this.say(question(this.#asked));
    return promise;
  }

  #take(id: number): Waiting | undefined {
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    return waiting;
  }
}
