import { css } from 'lit';

/** The card: an edge in the effect's colour, rows of two columns. */
export const cardStyles = css`
  :host { background: var(--vg-surface); }
  .card { border-inline-start: 3px solid var(--vg-border); padding: 2px 0 2px 6px; container-type: inline-size; }
  .allow-edge { border-color: var(--vg-allow); } .deny-edge, .failed-edge { border-color: var(--vg-deny); }
  .mask-edge { border-color: var(--vg-mask); } .approve-edge, .unknown-edge { border-color: var(--vg-approve); }
  .toggle { text-align: start; flex: 0 1 auto; }
  .what { font-weight: 600; }
  .twisty { display: inline-block; width: 1em; }
  dl { display: grid; grid-template-columns: max-content minmax(0, 1fr); gap: 2px 12px; padding: 4px 0 4px 20px; }
  dt { color: var(--vg-muted); }
  dd { overflow-wrap: anywhere; }
  .actions { padding-inline-start: 20px; }
  .whole { padding-inline-start: 20px; margin-top: 4px; }
  .tree { padding-inline-start: 4px; }
  .tree .tree { padding-inline-start: 18px; border-inline-start: 1px solid var(--vg-border); margin-inline-start: 5px; }
  .tree .node { padding-inline-start: 14px; overflow-wrap: anywhere; }
  .tree summary { overflow-wrap: anywhere; }
  .label { font-weight: 600; }
  .today { margin: 6px 0 6px 20px; padding: 4px 10px 6px; border: 1px solid var(--vg-border); border-radius: 3px; overflow-x: auto; }
  .today h4 { font-size: 1em; font-weight: 600; margin: 4px 0 2px; }
  .today table { border-collapse: collapse; margin: 4px 0; }
  .today th, .today td { text-align: start; vertical-align: top; padding: 2px 16px 2px 0; }
  .today td { overflow-wrap: anywhere; min-width: 7em; }
  .today th { font-weight: normal; color: var(--vg-muted); white-space: nowrap; }
  .today .summary { font-weight: 600; }
  .today .changes { padding-inline-start: 1em; list-style: disc; }
  .today .notes { font-size: 0.92em; }
  @container (max-width: 420px) { dl { grid-template-columns: minmax(0, 1fr); } dt { margin-top: 4px; } }
`;
