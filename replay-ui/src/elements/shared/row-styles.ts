import { css } from 'lit';

/** How a row of a list looks: two lines, the second quieter; of two that stand beside each other, what they differ in first. */
export const rowStyles = css`
  .line { display: flex; gap: 8px; align-items: baseline; white-space: nowrap; }
  .line > .grow { overflow: hidden; text-overflow: ellipsis; }
  .line > time, .line > .end { flex: none; }
  .pair { display: grid; grid-template-columns: 9.5em minmax(0, 1fr) minmax(0, 1fr); height: 100%; }
  .pair > * { min-width: 0; padding-inline-end: 8px; }
  .pair > .half { border-inline-start: 1px solid var(--vg-border); padding-inline-start: 8px; }
  .row-same { color: var(--vg-muted); }
  .row-effect, .row-only-before { color: var(--vg-deny); }
  .row-masks { color: var(--vg-mask); }
  .row-changes, .row-rules, .row-asked { color: var(--vg-approve); }
  .row-only-now { color: var(--vg-allow); }
`;
