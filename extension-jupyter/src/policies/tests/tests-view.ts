import { html, nothing, type TemplateResult } from 'lit';
import { coverageView } from './coverage-view.ts';
import { fileView } from './file-view.ts';
import type { PolicyTests, WantedTests } from './policy-tests.ts';
import { countOutcomes } from './test-file.ts';

/** What can be done from the panel. Lines are 0-based. */
export interface TestsActions {
  readonly run: (wanted?: WantedTests) => void;
  readonly stop: () => void;
  readonly look: () => void;
  readonly runOnSave: (on: boolean) => void;
  readonly newTest: () => void;
  readonly open: (path: string, line: number) => void;
}

/** The whole panel. */
export function testsView(model: PolicyTests | undefined, actions: TestsActions): TemplateResult {
  const running = model?.running;
  const some = (model?.files.length ?? 0) > 0;
  return html`
    <div class="vg-Panel-header">
      <h2>Policy tests</h2>
      <button type="button" class="vg-icon-button" title="Look again" aria-label="Look again for policy tests"
        ?disabled=${model?.folder === undefined} @click=${actions.look}>⟳</button>
    </div>
    <div class="vg-section vg-tests-bar">
      ${
        running === undefined
          ? html`<button type="button" class="vg-button vg-mod-main" ?disabled=${!some} @click=${() => actions.run()}>Run all tests</button>`
          : html`<button type="button" class="vg-button" @click=${actions.stop}>Stop</button>`
      }
      <label><input type="checkbox" .checked=${model?.runsOnSave ?? true} ?disabled=${model === undefined}
        @change=${(event: Event) => actions.runOnSave((event.target as HTMLInputElement).checked)} /> run on save</label>
    </div>
    ${
      running === undefined
        ? nothing
        : html`<progress class="vg-tests-progress" aria-label="Files of tests that were run" max=${Math.max(1, running.total)} .value=${running.done}></progress>`
    }
    <p class="vg-section vg-tests-sum" role="status">${sumText(model)}</p>
    ${model?.trouble === undefined ? nothing : html`<p class="vg-section vg-trouble"><span aria-hidden="true">⚠ </span>${model.trouble}</p>`}
    ${body(model, actions)}`;
}

function body(model: PolicyTests | undefined, actions: TestsActions): TemplateResult | typeof nothing {
  if (model?.folder === undefined)
    return model?.isLooking === true
      ? html`<div class="vg-skeleton" aria-hidden="true"><div></div><div></div></div>`
      : html`<p class="vg-section vg-muted">No policy was open yet. Open a file that ends in <code>.policy.yaml</code> or <code>.policy-test.yaml</code>, and the tests that belong to it will stand here.</p>`;
  if (model.files.length === 0)
    return html`
      <section class="vg-section">
        <p>There are no tests of the policies in <code>${model.folder === '' ? 'the top folder' : model.folder}</code>. A test says who may do what, and what is masked; it is a file that ends in <code>.policy-test.yaml</code>.</p>
        <button type="button" class="vg-button" @click=${actions.newTest}>New policy test</button>
      </section>`;
  return html`
    ${model.files.map((file) => fileView(file, actions))}
    ${model.coverage === undefined ? nothing : coverageView(model.coverage, actions)}
    <div class="vg-section"><button type="button" class="vg-button" @click=${actions.newTest}>New policy test</button></div>`;
}

/** `3 passed, 1 failed`; what is being done while something is. */
export function sumText(model: PolicyTests | undefined): string {
  if (model?.folder === undefined) return model?.isLooking === true ? 'Looking for tests.' : '';
  const { running, files } = model;
  if (running !== undefined)
    return running.total === 0
      ? 'Reading the tests.'
      : `Running: ${running.done} of ${running.total} ${running.total === 1 ? 'file' : 'files'} done.`;
  const { passed, failed, 'not-run': rest } = countOutcomes(files);
  if (passed + failed + rest === 0) return files.length === 0 ? '' : 'No tests can be run.';
  const parts = [
    ...(failed > 0 ? [`${failed} failed`] : []),
    ...(passed > 0 ? [`${passed} passed`] : []),
    ...(rest > 0 ? [`${rest} not run`] : []),
  ];
  return `${parts.join(', ')}.`;
}
