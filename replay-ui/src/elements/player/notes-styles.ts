import { css } from 'lit';

/** Notes beside a session: a list, and a field to write below it. */
export const notesStyles = css`
  :host { display: block; border-top: 1px solid var(--vg-border); padding: 8px 12px 12px; }
  ul { margin: 4px 0 8px; max-width: 60em; }
  li { padding: 4px 0 4px 8px; border-inline-start: 3px solid var(--vg-border); margin-bottom: 4px; }
  li.here { border-color: var(--vg-focus); }
  .text { white-space: pre-wrap; overflow-wrap: anywhere; unicode-bidi: isolate; }
  .write { display: grid; gap: 4px; max-width: 60em; }
  textarea { font: inherit; color: var(--vg-field-text); background: var(--vg-field); border: 1px solid var(--vg-field-border);
    border-radius: 3px; padding: 4px 8px; min-height: 4.5em; width: 100%; resize: vertical; }
  fieldset { border: 0; margin: 0; padding: 0; display: flex; flex-wrap: wrap; gap: 4px 12px; align-items: baseline; }
  fieldset label { display: inline-flex; gap: 4px; align-items: center; min-height: 24px; }
  legend { float: inline-start; padding: 0; margin-inline-end: 12px; color: var(--vg-muted); }
  input[type='radio'] { width: auto; min-height: 0; margin: 0; accent-color: var(--vg-accent); }
  .wrong { color: var(--vg-deny); }
`;
