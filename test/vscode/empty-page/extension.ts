import { type ExtensionContext, window } from 'vscode';

/** Opens files by a page with one word in it: how long that takes is the editor's own time. */
export function activate(context: ExtensionContext): void {
  context.subscriptions.push(
    window.registerCustomEditorProvider('somebody.emptyPage', {
      openCustomDocument: (uri) => ({ uri, dispose: () => {} }),
      resolveCustomEditor: (_, { webview }) => {
        webview.options = { enableScripts: true };
        webview.html = '<!doctype html><title>Empty page</title><p id="shown">shown</p>';
      },
    }),
  );
}
