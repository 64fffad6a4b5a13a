import type { CoverageSums, Share } from '@vectorgate/policy-schema/test-run';
import { html, nothing, type TemplateResult } from 'lit';
import type { ToldCoverage } from '../worker/tests/test-jobs.ts';
import type { TestsActions } from './tests-view.ts';

/** `2 of 3`; a dash where there is nothing to cover. */
const shareText = ({ covered, total }: Share): string => (total === 0 ? '–' : `${covered} of ${total}`);

const sumsText = ({ rules, conditions, branches }: CoverageSums): string =>
  `rules ${shareText(rules)} · conditions ${shareText(conditions)} · branches ${shareText(branches)}`;

/** What the tests that ran saw of the policies: numbers, and the rules that none of them met. */
export function coverageView({ all, files }: ToldCoverage, actions: TestsActions): TemplateResult {
  return html`
    <details class="vg-section" open>
      <summary>Coverage</summary>
      <ul class="vg-list vg-coverage">
        ${files.map(
          ({ uri, sums }) => html`
            <li><button type="button" class="vg-link" title=${uri} @click=${() => actions.open(uri, 0)}>${uri.split('/').at(-1)}</button> <span>${sumsText(sums)}</span></li>`,
        )}
        ${files.length < 2 ? nothing : html`<li>All of them <span>${sumsText(all)}</span></li>`}
      </ul>
      ${missedView(files, actions)}
    </details>`;
}

function missedView(files: ToldCoverage['files'], actions: TestsActions): TemplateResult | typeof nothing {
  const missed = files.flatMap(({ uri, rules }) =>
    rules.filter(({ hits }) => hits === 0).map(({ name, range }) => ({ uri, name, line: range.start.line })),
  );
  if (missed.length === 0) return nothing;
  return html`
    <p class="vg-muted">Met by no case:</p>
    <ul class="vg-list">
      ${missed.map(
        ({ uri, name, line }) => html`
          <li><button type="button" class="vg-link" @click=${() => actions.open(uri, line)}>${name} <span class="vg-muted">${uri.split('/').at(-1)}:${line + 1}</span></button></li>`,
      )}
    </ul>`;
}
