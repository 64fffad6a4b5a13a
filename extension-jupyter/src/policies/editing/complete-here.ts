import { startCompletion } from '@codemirror/autocomplete';
import type { PolicyEditor } from './policy-editor.ts';
import { acceptOrNext } from './policy-keys.ts';

/** Takes what is offered, goes to the next place to fill, or asks what may stand here. */
export function completeHere({ view }: PolicyEditor): void {
  if (!acceptOrNext(view)) startCompletion(view);
}
