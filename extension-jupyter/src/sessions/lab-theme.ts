import type { IThemeManager } from '@jupyterlab/apputils';
import type { ReplayTheme, ThemeKind } from '@vectorgate/replay-ui/host';

/** JupyterLab's theme as the replay knows it. */
export function labTheme(themes: IThemeManager | null): ReplayTheme {
  const name = themes?.theme ?? document.body.dataset.jpThemeName ?? '';
  const light = document.body.dataset.jpThemeLight !== 'false';
  const strong = /high contrast/i.test(name) || matchMedia('(forced-colors: active)').matches;
  const kind: ThemeKind = strong
    ? light
      ? 'high-contrast-light'
      : 'high-contrast-dark'
    : light
      ? 'light'
      : 'dark';
  return { map: 'jupyterlab', kind };
}

/** Calls the listener with each change of theme; returns what ends that. */
export function onLabTheme(themes: IThemeManager | null, listener: (theme: ReplayTheme) => void): () => void {
  const forced = matchMedia('(forced-colors: active)');
  const changed = (): void => listener(labTheme(themes));
  themes?.themeChanged.connect(changed);
  forced.addEventListener('change', changed);
  return () => {
    themes?.themeChanged.disconnect(changed);
    forced.removeEventListener('change', changed);
  };
}
