import { css } from 'lit';

/** The player's own form: head, controls and time axis stay, what a step holds scrolls. */
export const playerStyles = css`
  :host { display: flex; flex-direction: column; height: 100%; min-height: 0; background: var(--vg-surface);
    container: player / inline-size; }
  .top { border-bottom: 1px solid var(--vg-border); padding: 6px 10px 4px; display: grid; gap: 4px; }
  .top vg-timeline { padding: 0 8px; }
  .chooser { flex: 1 1 auto; min-height: 0; }
  .controls { align-items: center; }
  .program { flex: 1 1 6em; max-width: max-content; }
  .acts, .acts-open { margin-inline-start: auto; } .acts-open { display: none; }
  .body { flex: 1 1 auto; min-height: 0; overflow: auto; }
  .body:focus-visible { outline-offset: -2px; }
  .panes { display: grid; grid-template-columns: minmax(0, 2fr) minmax(0, 3fr); min-height: 100%; }
  .side { min-width: 0; }
  .side + .side { border-inline-start: 1px solid var(--vg-border); }
  .pane { padding: 8px 12px; border-bottom: 1px solid var(--vg-border); }
  .pane:last-child { border-bottom: 0; }
  .head { margin-bottom: 6px; align-items: center; }
  .masks { margin-bottom: 6px; gap: 2px 12px; }
  .charts { display: flex; flex-wrap: wrap; gap: 12px; margin-bottom: 6px; }
  .chart { width: 100%; height: auto; } .plane { width: min(100%, 260px); height: auto; }
  .charts figure { min-width: 0; flex: 1 1 300px; max-width: 420px; }
  .bar { fill: var(--vg-mask); } .grid, .frame { stroke: var(--vg-border); fill: none; }
  .dot { fill: var(--vg-mask); } .cross { stroke: var(--vg-deny); stroke-width: 2; fill: none; }
  .tick { fill: var(--vg-muted); font-size: 11px; font-family: var(--vg-font); }
  .told { margin-top: 8px; }
  table { border-collapse: collapse; width: 100%; }
  th { text-align: start; font-weight: 600; color: var(--vg-muted); padding: 2px 8px 2px 0; }
  td { vertical-align: top; padding: 3px 8px 3px 0; border-top: 1px solid var(--vg-border); }
  .number { white-space: nowrap; font-variant-numeric: tabular-nums; }
  .id { overflow-wrap: anywhere; min-width: 5em; max-width: 14em; }
  .fields { display: flex; flex-wrap: wrap; gap: 0 12px; }
  .field { overflow-wrap: anywhere; min-width: 0; }
  .keys { display: grid; grid-template-columns: max-content 1fr; gap: 2px 12px; padding: 8px 12px; border-bottom: 1px solid var(--vg-border); }
  .keys dt { font-family: var(--vg-mono); }
  .said { flex: none; padding: 2px 10px; border-top: 1px solid var(--vg-border); }
  .compare-head { padding: 8px 12px; border-bottom: 1px solid var(--vg-border); display: grid; gap: 2px; justify-items: start; }
  .diff-same { color: var(--vg-muted); }
  .diff .diff-removed > :first-child { color: var(--vg-deny); font-weight: 600; }
  .diff .diff-added > :first-child { color: var(--vg-allow); font-weight: 600; }
  .diff { table-layout: fixed; } .diff td { border: 0; padding: 0 8px 0 0; font-family: var(--vg-mono);
    font-size: var(--vg-mono-size); white-space: pre-wrap; overflow-wrap: anywhere; }
  .diff td + td { border-inline-start: 1px solid var(--vg-border); padding-inline-start: 8px; }
  .diff .diff-removed { box-shadow: inset 3px 0 var(--vg-deny); padding-inline-start: 8px; }
  .diff .diff-added { box-shadow: inset 3px 0 var(--vg-allow); }
  .diff .diff-same:first-child { padding-inline-start: 8px; }
  @container player (max-width: 1100px) {
    .acts-open { display: inline-block; } .acts.many { display: none; }
    .acts.open { display: flex; flex-basis: 100%; justify-content: flex-end; }
  }
  @container player (max-width: 720px) {
    .panes { grid-template-columns: minmax(0, 1fr); }
    .side + .side { border-inline-start: 0; border-top: 1px solid var(--vg-border); }
  }
  @media (forced-colors: active) { .bar, .dot { fill: CanvasText; } .cross { stroke: Highlight; } }
`;
