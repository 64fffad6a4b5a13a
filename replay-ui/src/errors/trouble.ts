import { visibleLine } from '../text/visible-text.ts';

/** What went wrong, in words for people, and what to do about it. */
export interface Trouble {
  readonly message: string;
  readonly remedy: string;
}

const most = 2_000;

/** Words for what a host rejected with; one that carries no remedy gets the general one. */
export function troubleOf(error: unknown): Trouble {
  const message = error instanceof Error && error.message !== '' ? error.message : String(error);
  // By its member, not its class: what crossed a webview's border is no instance of ours any more.
  const remedy =
    typeof error === 'object' && error !== null && 'remedy' in error
      ? String(error.remedy)
      : 'Look again; if it stays so, the log of the editor’s extension says more.';
  return { message: visibleLine(message.slice(0, most)), remedy: visibleLine(remedy.slice(0, most)) };
}
