import { css } from 'lit';

/** The view of an archive: the verdict on top, what is in it below. */
export const archiveStyles = css`
  :host { display: flex; flex-direction: column; height: 100%; min-height: 0; background: var(--vg-surface); }
  .top { flex: none; max-height: 45%; overflow: auto; border-bottom: 1px solid var(--vg-border); }
  vg-replay { flex: 1 1 auto; min-height: 0; }
  .verdict { padding: 6px 12px; border-inline-start: 4px solid var(--vg-border); }
  .allow-edge { border-inline-start-color: var(--vg-allow); }
  .approve-edge { border-inline-start-color: var(--vg-approve); }
  .deny-edge, .trouble-edge { border-inline-start-color: var(--vg-deny); }
  .verdict button.link { min-height: 24px; min-width: 24px; }
  .verdict p { margin: 4px 0; }
  .verdict .problems { margin: 4px 0; display: grid; gap: 2px; }
  progress { display: block; width: 100%; height: 6px; appearance: none; margin: 4px 0 2px; background: transparent;
    border: 1px solid var(--vg-border); border-radius: 3px; overflow: hidden; }
  progress::-webkit-progress-bar { background: transparent; }
  progress::-webkit-progress-value { background: var(--vg-focus); }
  progress::-moz-progress-bar { background: var(--vg-focus); }
  .about { display: grid; grid-template-columns: max-content minmax(0, 1fr); gap: 2px 12px; margin: 6px 0; }
  .about dt { color: var(--vg-muted); }
  .unknown-key { padding: 0 12px 6px 16px; }
  .unknown-key p { margin: 4px 0; }
  .unknown-key textarea { width: 100%; font-family: var(--vg-mono); font-size: var(--vg-mono-size); color: var(--vg-field-text);
    background: var(--vg-field); border: 1px solid var(--vg-field-border); border-radius: 3px; padding: 2px 8px; margin: 4px 0; }
  .unknown-key input { width: auto; min-height: 0; }
  .unreadable { margin: 4px 12px 6px; border-inline-start-color: var(--vg-trouble); }
  dialog { width: min(900px, 90vw); max-height: 80vh; color: var(--vg-text); background: var(--vg-surface);
    border: 1px solid var(--vg-border); border-radius: 4px; padding: 12px; }
  dialog::backdrop { background: rgb(0 0 0 / 40%); }
  ol.policy { margin: 8px 0 0; overflow: auto; max-height: 62vh; }
  ol.policy li { white-space: pre; }
  ol.policy .number { display: inline-block; width: 3em; padding-inline-end: 1em; text-align: end; color: var(--vg-muted); }
  ol.policy li.here { outline: 1px solid var(--vg-focus); outline-offset: -1px; background: var(--vg-hover); }
`;
