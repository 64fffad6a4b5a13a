import type { ReplayTheme, ThemeKind } from '@vectorgate/replay-ui/host';

const kinds: Readonly<Record<string, ThemeKind>> = {
  'vscode-light': 'light',
  'vscode-dark': 'dark',
  'vscode-high-contrast': 'high-contrast-dark',
  'vscode-high-contrast-light': 'high-contrast-light',
};

/** The editor's theme now, as the editor writes it on the page. */
export const editorTheme = (): ReplayTheme => ({
  map: 'vscode',
  kind: kinds[document.body.dataset.vscodeThemeKind ?? ''] ?? 'dark',
});

/** Calls the listener with each change of theme; returns what ends that. */
export function onEditorTheme(listener: (theme: ReplayTheme) => void): () => void {
  const observer = new MutationObserver(() => listener(editorTheme()));
  observer.observe(document.body, {
    attributes: true,
    attributeFilter: ['data-vscode-theme-kind', 'data-vscode-theme-id'],
  });
  return () => observer.disconnect();
}
