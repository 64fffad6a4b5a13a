import type { ListedTest } from '@vectorgate/policy-schema/test-run';
import { html, nothing, type TemplateResult } from 'lit';
import { failureView } from './failure-view.ts';
import { type Outcome, outcomeOf, type TestFile } from './test-file.ts';
import type { TestsActions } from './tests-view.ts';

const signs: Readonly<Record<Outcome, string>> = { passed: '✓', failed: '✗', 'not-run': '○' };
const words: Readonly<Record<Outcome, string>> = { passed: 'passed', failed: 'failed', 'not-run': 'not run' };

/** What became of something, by a sign and its word; the word is for ears. */
export const outcomeView = (outcome: Outcome): TemplateResult =>
  html`<span class="vg-outcome vg-mod-${outcome}"><span aria-hidden="true">${signs[outcome]}</span><span class="vg-visually-hidden">${words[outcome]}: </span></span>`;

/** One file of tests with its tests. */
export function fileView(file: TestFile, actions: TestsActions): TemplateResult {
  const { path, tests, results, trouble } = file;
  const ids = tests.flatMap(({ cases }) => cases.map(({ id }) => id));
  const name = path.split('/').at(-1) ?? path;
  return html`
    <details class="vg-section" open>
      <summary title=${path}>${outcomeView(outcomeOf(ids, results))} ${name}</summary>
      ${trouble === undefined ? nothing : html`<p class="vg-trouble vg-tests-trouble"><span aria-hidden="true">⚠ </span>${trouble} <button type="button" class="vg-link" @click=${() => actions.open(path, 0)}>Open ${name}</button></p>`}
      <ul class="vg-list vg-tests">${tests.map((one) => testView(file, one, actions))}</ul>
    </details>`;
}

function testView(file: TestFile, test: ListedTest, actions: TestsActions): TemplateResult {
  const ids = test.cases.map(({ id }) => id);
  const [only] = test.cases.length === 1 ? test.cases : [];
  return html`
    <li>
      ${rowView(file, test, ids, actions)}
      ${
        only === undefined
          ? html`<ul class="vg-list vg-cases">${test.cases.map(
              (one) =>
                html`<li>${rowView(file, one, [one.id], actions)}${failureOf(file, one.id, actions)}</li>`,
            )}</ul>`
          : failureOf(file, only.id, actions)
      }
    </li>`;
}

function rowView(
  { path, results }: TestFile,
  { name, range }: Pick<ListedTest, 'name' | 'range'>,
  ids: readonly string[],
  actions: TestsActions,
): TemplateResult {
  return html`
    <div class="vg-row vg-mod-one-line">
      <span class="vg-ellipsis">
        ${outcomeView(outcomeOf(ids, results))}
        <button type="button" class="vg-link" title=${name} @click=${() => actions.open(path, range.start.line)}>${name}</button>
      </span>
      <button type="button" class="vg-icon-button" title="Run this" aria-label=${`Run ${name}`} @click=${() => actions.run({ path, ids })}>▷</button>
    </div>`;
}

function failureOf(
  { path, results }: TestFile,
  id: string,
  actions: TestsActions,
): TemplateResult | typeof nothing {
  const result = results.get(id);
  return result === undefined || result.passed ? nothing : failureView(path, result, actions);
}
