import type { ReplayTheme } from '../host/replay-theme.ts';
import { jupyterlabTokens } from './jupyterlab-tokens.ts';
import { standaloneTokens } from './standalone-tokens.ts';
import { vscodeTokens } from './vscode-tokens.ts';

const tokens = ({ map, kind }: ReplayTheme): string =>
  map === 'vscode' ? vscodeTokens : map === 'jupyterlab' ? jupyterlabTokens : standaloneTokens[kind];

const sheets = new Map<string, CSSStyleSheet>();

/** The style sheet that gives our meanings their colours; one for each look, shared by all elements. */
export function themeSheet(theme: ReplayTheme): CSSStyleSheet {
  const name = `${theme.map} ${theme.kind}`;
  let sheet = sheets.get(name);
  if (sheet === undefined) {
    const scheme = theme.kind.includes('dark') ? 'dark' : 'light';
    sheet = new CSSStyleSheet();
    sheet.replaceSync(`:host { ${tokens(theme)} color-scheme: ${scheme}; }`);
    sheets.set(name, sheet);
  }
  return sheet;
}
