import { css } from 'lit';

/** Two sessions beside each other: what they have in all on top, their steps below. */
export const compareStyles = css`
  :host { display: flex; flex-direction: column; flex: 1 1 auto; min-height: 0; background: var(--vg-surface); }
  .top { flex: none; max-height: 50%; overflow: auto; padding: 6px 10px; display: grid; gap: 4px;
    border-bottom: 1px solid var(--vg-border); }
  .top:focus-visible, .body:focus-visible { outline-offset: -2px; }
  .totals { table-layout: fixed; }
  .totals td, .totals th { padding-block: 1px; border: 0; overflow-wrap: anywhere; }
  .totals th[scope='row'], .totals thead td { width: 11em; font-weight: 400; }
  .list { flex: 1 1 auto; min-height: 0; display: flex; flex-direction: column; }
  .list vg-rows { flex: 1 1 auto; }
  .alone { padding: 8px 12px; border-bottom: 1px solid var(--vg-border); display: grid; gap: 2px; justify-items: start; }
  @container player (max-width: 720px) { .totals th[scope='row'], .totals thead td { width: 6em; } }
`;
