import type { ListedTest } from '@vectorgate/policy-schema/test-answers';
import * as vscode from 'vscode';
import { labelText } from '../../words/label-text.ts';
import { toRange } from './to-range.ts';

/** The tests of policies as the test explorer shows them: files, in them tests, in those that have several their cases. */
export class TestTree {
  readonly #controller: vscode.TestController;
  /** Items that are one case, with its id; others stand for what is below them. */
  readonly #cases = new WeakMap<vscode.TestItem, string>();

  constructor(controller: vscode.TestController) {
    this.#controller = controller;
  }

  /** The item of a file, made when there is none. */
  file(uri: vscode.Uri): vscode.TestItem {
    const known = this.#controller.items.get(uri.toString());
    if (known !== undefined) return known;
    const item = this.#controller.createTestItem(
      uri.toString(),
      labelText(vscode.workspace.asRelativePath(uri)),
      uri,
    );
    item.canResolveChildren = true;
    this.#controller.items.add(item);
    return item;
  }

  remove(uri: vscode.Uri): void {
    this.#controller.items.delete(uri.toString());
  }

  /** Puts what a file holds below its item. */
  fill(file: vscode.TestItem, tests: readonly ListedTest[]): void {
    file.children.replace(
      tests.map(({ id, name, range, cases }) => {
        const item = this.#item(file, id, name, range);
        if (cases.length === 1) this.#cases.set(item, cases[0]!.id);
        else {
          item.children.replace(
            cases.map((one) => {
              const child = this.#item(file, one.id, one.name, one.range);
              this.#cases.set(child, one.id);
              return child;
            }),
          );
        }
        return item;
      }),
    );
  }

  #item(file: vscode.TestItem, id: string, name: string, range: ListedTest['range']): vscode.TestItem {
    // A file of two documents of one name would have two items of one id.
    const item = this.#controller.createTestItem(`${file.id} ${id}`, labelText(name), file.uri);
    item.range = toRange(range);
    return item;
  }

  /** The cases below some items, by file, without those that are left out. */
  cases(
    items: Iterable<vscode.TestItem>,
    without: readonly vscode.TestItem[],
  ): Map<string, Map<string, vscode.TestItem>> {
    const found = new Map<string, Map<string, vscode.TestItem>>();
    const visit = (item: vscode.TestItem): void => {
      if (without.includes(item)) return;
      const id = this.#cases.get(item);
      if (id !== undefined && item.uri !== undefined) {
        const key = item.uri.toString();
        const own = found.get(key) ?? new Map<string, vscode.TestItem>();
        found.set(key, own.set(id, item));
      }
      for (const [, child] of item.children) visit(child);
    };
    for (const item of items) visit(item);
    return found;
  }
}
