import {
  acceptCompletion,
  completionStatus,
  hasNextSnippetField,
  nextSnippetField,
  startCompletion,
} from '@codemirror/autocomplete';
import { Prec } from '@codemirror/state';
import { type Command, keymap } from '@codemirror/view';
import { explain, explained } from './explained.ts';

/** Takes what is offered, or goes to the next place that is to be filled and offers what fits there. */
export const acceptOrNext: Command = (view) => {
  if (completionStatus(view.state) === 'active') {
    // A list that came this moment was not seen yet: the key is neither for it nor for what comes after.
    acceptCompletion(view);
    return true;
  }
  if (!hasNextSnippetField(view.state) || !nextSnippetField(view)) return false;
  startCompletion(view);
  return true;
};

/** Keys that JupyterLab has no binding of its own for where they count. */
export const policyKeys = Prec.highest(
  keymap.of([
    { key: 'Tab', run: acceptOrNext },
    {
      key: 'Escape',
      run: (view) => {
        if (view.state.field(explained, false) == null) return false;
        view.dispatch({ effects: explain.of(null) });
        return true;
      },
    },
  ]),
);
