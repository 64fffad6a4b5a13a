import {
  type AskGateway,
  OpenQuestions,
  ReplayError,
  type ReplayErrorCode,
} from '@vectorgate/replay-ui/host';
import type { FromPlayer, ToPlayer } from '../src/sessions/player-messages.ts';

/** What the editor gives a page, once. */
export interface EditorApi {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
}

type Told = Exclude<ToPlayer, { readonly kind: 'answer' | 'failed' }>;

/** The page's line to the extension. */
export class ExtensionChannel {
  readonly #editor: EditorApi;
  readonly #questions = new OpenQuestions();

  /** `told` hears what is no answer. */
  constructor(editor: EditorApi, told: (message: Told) => void) {
    this.#editor = editor;
    addEventListener('message', ({ data }: MessageEvent<ToPlayer>) => {
      if (data.kind === 'answer') this.#questions.answer(data.id, data.value);
      else if (data.kind === 'failed')
        this.#questions.fail(
          data.id,
          new ReplayError(data.code as ReplayErrorCode, data.message, data.remedy),
        );
      else told(data);
    });
  }

  say(message: FromPlayer): void {
    this.#editor.postMessage(message);
  }

  readonly ask: AskGateway = (path) => this.request((id) => ({ kind: 'ask', id, path }));

  /** Says something that has an answer, and waits for it. */
  request(question: (id: number) => FromPlayer): Promise<unknown> {
    return this.#questions.ask((id) => this.say(question(id)));
  }
}
