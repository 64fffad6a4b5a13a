import { css } from 'lit';

/** What all elements share: type, buttons, fields, signs of effects, text that is not shown as itself. */
export const baseStyles = css`
  :host {
    display: block;
    box-sizing: border-box;
    color: var(--vg-text);
    font-family: var(--vg-font);
    font-size: var(--vg-size);
    line-height: 1.5;
  }
  :host([hidden]) { display: none; }
  *, *::before, *::after { box-sizing: border-box; }
  h2, h3, p, ul, ol, dl, dd, pre, figure { margin: 0; padding: 0; }
  h2, h3 { font-size: inherit; font-weight: 600; }
  ul, ol { list-style: none; }
  code, pre, .mono { font-family: var(--vg-mono); font-size: var(--vg-mono-size); }
  pre { white-space: pre-wrap; overflow-wrap: anywhere; }
  .muted { color: var(--vg-muted); }
  .wrap { overflow-wrap: anywhere; }
  .ellipsis { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; min-width: 0; }
  .row { display: flex; flex-wrap: wrap; gap: 4px 8px; align-items: baseline; }
  .grow { flex: 1 1 auto; min-width: 0; }
  .unseen {
    position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap;
  }
  :focus-visible { outline: 2px solid var(--vg-focus); outline-offset: 1px; }

  button, select {
    font: inherit; color: inherit; background: transparent; border: 1px solid var(--vg-border);
    border-radius: 3px; padding: 1px 8px; min-height: 24px; cursor: pointer;
  }
  select { background: var(--vg-field); color: var(--vg-field-text); border-color: var(--vg-field-border); }
  select option { background: var(--vg-surface); color: var(--vg-text); }
  button:hover { background: var(--vg-hover); }
  button[aria-pressed='true'], button[aria-selected='true'] {
    background: var(--vg-selected); color: var(--vg-selected-text); border-color: var(--vg-selected-edge, var(--vg-border));
  }
  button:disabled, button[aria-disabled='true'] { opacity: 0.5; cursor: default; background: transparent; }
  button.main { background: var(--vg-accent); color: var(--vg-accent-text); border-color: var(--vg-edge); }
  button.plain, button.link { border-color: transparent; padding: 0 4px; }
  button.link { color: var(--vg-link); text-decoration: underline; min-height: 0; padding: 0; text-align: start; }
  input { font: inherit; color: var(--vg-field-text); background: var(--vg-field); border: 1px solid var(--vg-field-border);
    border-radius: 3px; padding: 2px 8px; min-height: 26px; width: 100%; }
  input::placeholder { color: var(--vg-muted); opacity: 1; }

  summary { cursor: pointer; padding: 2px 0; min-height: 24px; }

  .sign { display: inline-block; min-width: 1.2em; text-align: center; font-weight: 600; }
  .allow { color: var(--vg-allow); }
  .deny, .failed { color: var(--vg-deny); }
  .mask { color: var(--vg-mask); }
  .approve, .unknown { color: var(--vg-approve); }
  .monitor, .evidence, .plain-kind { color: var(--vg-monitor); }

  mark.hidden-text {
    background: transparent; color: inherit; border: 1px solid var(--vg-mask); border-radius: 3px; padding: 0 2px;
  }
  .mask-class { color: var(--vg-muted); font-family: var(--vg-font); font-size: 0.9em; white-space: nowrap; unicode-bidi: isolate; }
  .control { border: 1px dashed var(--vg-border); border-radius: 2px; color: var(--vg-muted); font-size: 0.85em; padding: 0 1px; unicode-bidi: isolate; }

  .note { border-inline-start: 3px solid var(--vg-border); padding: 4px 0 4px 8px; }
  .trouble { margin: 8px 10px; border-inline-start: 3px solid var(--vg-trouble); padding: 4px 0 4px 8px; }
  .empty { padding: 16px 12px; color: var(--vg-muted); }
  .skeleton { display: grid; gap: 8px; padding: 12px; }
  .skeleton span { height: 1em; border-radius: 3px; background: var(--vg-hover); border: 1px solid var(--vg-edge); }
  .skeleton span:nth-child(2) { width: 80%; }
  .skeleton span:nth-child(3) { width: 60%; }

  @media (forced-colors: active) {
    button, input, select, mark.hidden-text { border-color: ButtonBorder; }
    button[aria-pressed='true'], button[aria-selected='true'] { outline: 2px solid Highlight; }
  }
`;
