import {
  completeQuery,
  type Facet,
  QueryError,
  queryAround,
  readQuery,
} from '@vectorgate/policy-schema/records-query';
import * as vscode from 'vscode';

const pauseMilliseconds = 200;

interface Choice extends vscode.QuickPickItem {
  /** The whole text once this is chosen; undefined: search for what stands there. */
  readonly text?: string;
}

/** What is wrong with a query, and the remedy; undefined: nothing. */
function wrongWith(query: string): { readonly message: string; readonly remedy: string } | undefined {
  try {
    readQuery(query);
    return undefined;
  } catch (error) {
    if (error instanceof QueryError) return error;
    throw error;
  }
}

/** What can be chosen while the text stands there, at whose end somebody types. */
export function choices(text: string, facets: readonly Facet[]): readonly Choice[] {
  const wrong = wrongWith(text);
  const first: Choice =
    wrong === undefined
      ? {
          label: `$(search) ${text.trim() === '' ? 'All records' : text}`,
          detail: 'Enter searches',
          alwaysShow: true,
        }
      : // Its own words: the editor puts what reads like the typed text in front.
        {
          label: '$(warning) Not finished',
          detail: `${wrong.message} ${wrong.remedy}`,
          alwaysShow: true,
        };
  const completions = completeQuery(text, text.length, facets)
    .map(
      ({ label, insert, from, to, about }): Choice => ({
        label,
        ...(about !== undefined && { description: about }),
        text: text.slice(0, from) + insert + text.slice(to),
        alwaysShow: true,
      }),
    )
    .filter((choice) => choice.text !== text);
  // What is not finished yet is rather gone on with than found fault with.
  return wrong === undefined ? [first, ...completions] : [...completions, first];
}

/**
 * Asks what to look for, completing keys and values. `facets` counts what stands in the records that a query finds.
 * @returns the query, or undefined when somebody left
 */
export function askForSearch(
  before: string,
  facets: (query: string) => Promise<readonly Facet[]>,
): Promise<string | undefined> {
  const box = vscode.window.createQuickPick<Choice>();
  box.title = 'Search recorded sessions';
  box.placeholder = 'effect:deny since:7d collection:customer-*';
  box.value = before;
  const { promise, resolve } = Promise.withResolvers<string | undefined>();
  let counted: readonly Facet[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;
  let asked = '';
  const show = (): void => {
    box.items = choices(box.value, counted);
  };
  const changed = (): void => {
    show();
    clearTimeout(timer);
    const around = queryAround(box.value, box.value.length);
    timer = setTimeout(() => {
      if (around === asked || wrongWith(around) !== undefined) return;
      asked = around;
      // Without counts only the words of the language are offered.
      void facets(around).then(
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
    if (wrongWith(box.value) !== undefined) return;
    resolve(box.value.trim());
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
