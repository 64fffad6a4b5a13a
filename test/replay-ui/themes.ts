/** The maps of variables, and the kinds of themes that each editor has. */
const all = [
  ...['light', 'dark', 'high-contrast-light', 'high-contrast-dark'].map(
    (kind) => ['standalone', kind] as const,
  ),
  ...['light', 'dark', 'high-contrast-light', 'high-contrast-dark'].map((kind) => ['vscode', kind] as const),
  ...['light', 'dark', 'high-contrast-dark'].map((kind) => ['jupyterlab', kind] as const),
];

/** Each map once, and each kind: what differs most. */
const usually = [
  'standalone light',
  'vscode high-contrast-light',
  'vscode dark',
  'jupyterlab high-contrast-dark',
];

const deep = process.env.VECTORGATE_TEST_DEEP === '1';
const those = (names: readonly string[]) =>
  deep ? all : all.filter(([map, kind]) => names.includes(`${map} ${kind}`));

/** The themes that whole views are looked at in: all in the deep run. */
export const themes = those(usually);

/** Those that what opens within such a view is looked at in: its colours are the view's. All in the deep run. */
export const fewThemes = those(['standalone light', 'vscode dark']);
