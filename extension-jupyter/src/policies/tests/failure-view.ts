import { lineDiff } from '@vectorgate/policy-schema/line-diff';
import type { RanCase } from '@vectorgate/policy-schema/test-run';
import { html, type TemplateResult } from 'lit';
import type { TestsActions } from './tests-view.ts';

const kinds = { ' ': 'same', '-': 'expected', '+': 'decided' } as const;

/** Why a case failed: both sides beside each other, line by line, and the rules that did it. */
export function failureView(path: string, result: RanCase, actions: TestsActions): TemplateResult {
  const { message, range, expected, actual, rules } = result;
  return html`
    <div class="vg-failure">
      <p><button type="button" class="vg-link" @click=${() => actions.open(path, range.start.line)}>${message} <span class="vg-muted">line ${range.start.line + 1}</span></button></p>
      <div class="vg-diff" role="group" aria-label="Expected and decided">
        <p class="vg-muted" aria-hidden="true">− expected, + decided</p>
        ${lineDiff(expected, actual).map(({ sign, line }) => {
          const kind = kinds[sign];
          const word = kind === 'same' ? '' : `${kind}: `;
          return html`<div class="vg-diff-line vg-mod-${kind}"><span aria-hidden="true">${sign === '-' ? '−' : sign}</span><span class="vg-visually-hidden">${word}</span><code>${line}</code></div>`;
        })}
      </div>
      <ul class="vg-list vg-steps">
        ${rules.map(
          ({ file, line, text }) => html`
            <li><button type="button" class="vg-link" title=${`${file}, line ${line}`} @click=${() => actions.open(file, line - 1)}>${text} <span class="vg-muted">${file.split('/').at(-1)}:${line}</span></button></li>`,
        )}
      </ul>
    </div>`;
}
