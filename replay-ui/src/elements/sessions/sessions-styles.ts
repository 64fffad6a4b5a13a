import { css } from 'lit';

/** The list's own form: the field above, the rows take what is left. */
export const sessionsStyles = css`
  :host { display: flex; flex-direction: column; height: 100%; min-height: 0; background: var(--vg-surface); }
  .top { padding: 8px 10px; display: grid; gap: 6px; border-bottom: 1px solid var(--vg-border); }
  .top .row { gap: 4px; }
  .top .row button { padding-inline: 6px; }
  .top .choosing { gap: 8px; align-items: center; border-inline-start: 3px solid var(--vg-focus); padding-inline-start: 8px; }
  .again { margin-inline-start: auto; }
  .list { flex: 1 1 auto; min-height: 0; display: flex; flex-direction: column; overflow: auto; }
  .list vg-rows { flex: 1 1 auto; }
  .foot { padding: 2px 10px; border-top: 1px solid var(--vg-border); }
  .looked { padding: 4px 10px; display: grid; gap: 4px; justify-items: start; }
  .facets .looked { padding: 0; }
  .facets { max-height: 40vh; overflow-y: auto; display: grid; grid-template-columns: minmax(0, 1fr); gap: 4px; }
  .facet { display: flex; width: 100%; text-align: start; gap: 8px; padding-inline-start: 16px; }
  .histogram svg { display: block; width: 100%; height: 36px; }
  .histogram .back { fill: transparent; }
  .histogram .pressable { cursor: pointer; }
  .histogram .pressable:hover .back { fill: var(--vg-hover); }
  .allow-bar { fill: var(--vg-monitor); }
  .mask-bar { fill: var(--vg-mask); }
  .deny-bar { fill: var(--vg-deny); }
  @media (forced-colors: active) {
    .allow-bar { fill: CanvasText; } .mask-bar { fill: LinkText; } .deny-bar { fill: Highlight; }
  }
`;
