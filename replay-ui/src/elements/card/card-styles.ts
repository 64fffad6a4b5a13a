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
  @container (max-width: 420px) { dl { grid-template-columns: minmax(0, 1fr); } dt { margin-top: 4px; } }
`;
