import type { ThemeKind } from '../host/replay-theme.ts';

const shared = `
--vg-font: system-ui, sans-serif;
--vg-size: 14px;
--vg-mono: ui-monospace, "DejaVu Sans Mono", monospace;
--vg-mono-size: 13px;
`;

const light = `
--vg-surface: #ffffff;
--vg-raised: #f6f8fa;
--vg-text: #1f2328;
--vg-muted: #57606a;
--vg-border: #d0d7de;
--vg-edge: transparent;
--vg-focus: #0969da;
--vg-accent: #0969da;
--vg-accent-text: #ffffff;
--vg-field: #ffffff;
--vg-field-text: #1f2328;
--vg-field-border: #8c959f;
--vg-hover: #f3f4f6;
--vg-selected: #ddf4ff;
--vg-selected-text: #1f2328;
--vg-selected-edge: #0969da;
--vg-link: #0550ae;
--vg-allow: #1a7f37;
--vg-deny: #cf222e;
--vg-mask: #0969da;
--vg-approve: #9a6700;
--vg-monitor: #57606a;
--vg-trouble: #cf222e;
`;

const dark = `
--vg-surface: #1b1f24;
--vg-raised: #22272e;
--vg-text: #e6edf3;
--vg-muted: #adbac7;
--vg-border: #444c56;
--vg-edge: transparent;
--vg-focus: #58a6ff;
--vg-accent: #316dca;
--vg-accent-text: #ffffff;
--vg-field: #22272e;
--vg-field-text: #e6edf3;
--vg-field-border: #768390;
--vg-hover: #2d333b;
--vg-selected: #1c3a5e;
--vg-selected-text: #ffffff;
--vg-selected-edge: #58a6ff;
--vg-link: #7cc0ff;
--vg-allow: #57ab5a;
--vg-deny: #f47067;
--vg-mask: #6cb6ff;
--vg-approve: #d4a72c;
--vg-monitor: #adbac7;
--vg-trouble: #f47067;
`;

const highContrastDark = `
--vg-surface: #000000;
--vg-raised: #000000;
--vg-text: #ffffff;
--vg-muted: #ffffff;
--vg-border: #6fc3df;
--vg-edge: #6fc3df;
--vg-focus: #f38518;
--vg-accent: #000000;
--vg-accent-text: #ffffff;
--vg-field: #000000;
--vg-field-text: #ffffff;
--vg-field-border: #6fc3df;
--vg-hover: #1a1a1a;
--vg-selected: #000000;
--vg-selected-text: #ffffff;
--vg-selected-edge: #f38518;
--vg-link: #21a6ff;
--vg-allow: #89d185;
--vg-deny: #ff8080;
--vg-mask: #75beff;
--vg-approve: #ffd370;
--vg-monitor: #ffffff;
--vg-trouble: #ff8080;
`;

const highContrastLight = `
--vg-surface: #ffffff;
--vg-raised: #ffffff;
--vg-text: #000000;
--vg-muted: #000000;
--vg-border: #0f4a85;
--vg-edge: #0f4a85;
--vg-focus: #006bbd;
--vg-accent: #0f4a85;
--vg-accent-text: #ffffff;
--vg-field: #ffffff;
--vg-field-text: #000000;
--vg-field-border: #0f4a85;
--vg-hover: #f2f2f2;
--vg-selected: #ffffff;
--vg-selected-text: #000000;
--vg-selected-edge: #006bbd;
--vg-link: #0f4a85;
--vg-allow: #374e06;
--vg-deny: #8f0000;
--vg-mask: #0f4a85;
--vg-approve: #5c3b00;
--vg-monitor: #000000;
--vg-trouble: #8f0000;
`;

/** Our meanings where there is no editor whose colours they could take. */
export const standaloneTokens: Readonly<Record<ThemeKind, string>> = {
  light: light + shared,
  dark: dark + shared,
  'high-contrast-light': highContrastLight + shared,
  'high-contrast-dark': highContrastDark + shared,
};
