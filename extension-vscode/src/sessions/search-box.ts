import {
  type Facet,
  queryAround,
  type SavedSearches,
  withoutContentTerms,
  withSaved,
} from '@vectorgate/policy-schema/records-query';
import * as vscode from 'vscode';
import { focusMayGo } from '../questions/focus-may-go.ts';
import { type SearchChoice, searchChoices, wrongWith } from './search-choices.ts';

const pauseMilliseconds = 200;

/**
 * Asks what to look for, completing keys and values. `facets` counts what stands in the records that a query finds;
 * what is `saved` under a name stands for `@NAME`.
 * @returns the query, or undefined when somebody left
 */
export function askForSearch(
  before: string,
  facets: (query: string) => Promise<readonly Facet[]>,
  saved: SavedSearches,
): Promise<string | undefined> {
  const box = vscode.window.createQuickPick<SearchChoice>();
  box.title = 'Search recorded sessions';
  box.placeholder = 'effect:deny since:7d collection:customer-*';
  box.value = before;
  box.ignoreFocusOut = focusMayGo.ignoreFocusOut;
  const { promise, resolve } = Promise.withResolvers<string | undefined>();
  let counted: readonly Facet[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;
  let asked = '';
  const show = (): void => {
    box.items = searchChoices(box.value, counted, saved);
  };
  const changed = (): void => {
    show();
    clearTimeout(timer);
    const around = queryAround(box.value, box.value.length);
    timer = setTimeout(() => {
      if (around === asked || wrongWith(around, saved) !== undefined) return;
      asked = around;
      // Without counts only the words of the language are offered.
      void facets(withoutContentTerms(withSaved(around, saved))).then(
        (found) => {
          if (asked !== around) return;
          counted = found;
          show();
        },
        () => {},
      );
    }, pauseMilliseconds);
  };
  box.onDidChangeValue(changed);
  box.onDidAccept(() => {
    const [chosen] = box.selectedItems;
    if (chosen?.text !== undefined) {
      box.value = chosen.text;
      changed();
      return;
    }
    if (wrongWith(box.value, saved) !== undefined) return;
    resolve(withSaved(box.value, saved).trim());
    box.hide();
  });
  box.onDidHide(() => {
    clearTimeout(timer);
    resolve(undefined);
    box.dispose();
  });
  changed();
  box.show();
  return promise;
}
