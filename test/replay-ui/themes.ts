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

/** The themes that whole views are looked at in: all in the deep run. */
export const themes =
  process.env.VECTORGATE_TEST_DEEP === '1'
    ? all
    : all.filter(([map, kind]) => usually.includes(`${map} ${kind}`));
