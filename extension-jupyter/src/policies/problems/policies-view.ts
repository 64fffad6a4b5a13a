import type { CatalogueWords } from '@vectorgate/policy-schema/live-catalogue';
import { html, nothing, type TemplateResult } from 'lit';
import { countProblems } from './count-problems.ts';
import type { PolicyProblems, PolicyReport } from './policy-problems.ts';

/** Most problems of one policy that are listed: the rest stands in the editor. */
const most = 20;

type Open = (path: string, line: number) => void;

/** What the part does, and what it says of what exists. */
export interface PoliciesViewOptions {
  readonly open: Open;
  /** Absent: no policy was open yet, or nobody is signed in. */
  readonly catalogue: CatalogueWords | undefined;
  readonly refresh: () => void;
}

const marks = { error: '⊘', warning: '⚠' } as const;

/** The panel's part on policies that are open: how many problems, and where. */
export function policiesView(
  problems: PolicyProblems,
  { open, catalogue, refresh }: PoliciesViewOptions,
): TemplateResult {
  const { all } = problems;
  return html`
    <details class="vg-section">
      <summary>
        Policies
        ${all.length === 0 ? nothing : html`<span class="vg-muted vg-count">${countProblems(all)}</span>`}
      </summary>
      ${
        all.length === 0
          ? html`<p class="vg-muted">No policy is open. Open a file that ends in <code>.policy.yaml</code>, and what is wrong with it will be listed here.</p>`
          : html`<ul class="vg-list">${all.map((report) => policyView(report, open))}</ul>`
      }
      ${catalogue === undefined ? nothing : catalogueView(catalogue, refresh)}
    </details>`;
}

function catalogueView({ text, detail, warns }: CatalogueWords, refresh: () => void): TemplateResult {
  return html`
    <div class="vg-row vg-mod-one-line" title=${detail}>
      <span class="vg-muted vg-ellipsis">${warns ? html`<span aria-hidden="true">⚠ </span>` : nothing}${text}</span>
      <button type="button" class="vg-link" title="Ask the gateway again what exists" @click=${refresh}>Refresh</button>
    </div>
    ${warns ? html`<p class="vg-muted">${detail}</p>` : nothing}`;
}

function policyView(report: PolicyReport, open: Open): TemplateResult {
  const { path, told } = report;
  const grave = told.filter(({ severity }) => severity === 'error' || severity === 'warning');
  const name = path.split('/').at(-1) ?? path;
  return html`
    <li>
      <div class="vg-row vg-mod-one-line">
        <button type="button" class="vg-link vg-ellipsis" title=${path} @click=${() => open(path, 0)}>${name}</button>
        <span class="vg-muted">${countProblems([report])}</span>
      </div>
      ${grave.slice(0, most).map(
        ({ severity, message, line }) => html`
          <button type="button" class="vg-link vg-problem" @click=${() => open(path, line)}>
            <span aria-hidden="true">${marks[severity as keyof typeof marks]} </span><span class="vg-visually-hidden">${severity}: </span>${message}
            <span class="vg-muted">line ${line + 1}</span>
          </button>`,
      )}
      ${grave.length > most ? html`<p class="vg-muted">and ${grave.length - most} more</p>` : nothing}
    </li>`;
}
