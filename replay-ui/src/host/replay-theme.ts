/** Whose variables the colours are taken from. */
export type ThemeMap = 'vscode' | 'jupyterlab' | 'standalone';

/** What kind of theme it is. */
export type ThemeKind = 'light' | 'dark' | 'high-contrast-light' | 'high-contrast-dark';

/** The look that the elements take on. */
export interface ReplayTheme {
  readonly map: ThemeMap;
  readonly kind: ThemeKind;
}
