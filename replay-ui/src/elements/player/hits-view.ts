import { html, nothing, type TemplateResult } from 'lit';
import type { Hit, HitGroup, Hits } from '../../hits/hit.ts';
import type { MarkClasses } from '../../records/mark-classes.ts';
import { ExactNumber } from '../../records/read-part.ts';
import type { MaskCount } from '../../records/record-header.ts';
import { count } from '../../text/amounts.ts';
import { visibleText } from '../../text/visible-text.ts';
import { piecesView } from '../shared/pieces-view.ts';
import { distancesView } from './distances-view.ts';
import { projectionView } from './projection-view.ts';

/** Rows of one query that show at first. */
const most = 50;
const mostFields = 40;

const text = (value: string, length = 300) => piecesView(visibleText(value.slice(0, length)));

const plainOf = (value: unknown): string =>
  typeof value === 'string'
    ? value
    : value instanceof ExactNumber
      ? value.text
      : (JSON.stringify(value) ?? '');

/** What was hidden in an answer, and of which class the marks are that do not say it. */
export interface HiddenInHits {
  readonly masked: readonly MaskCount[];
  readonly classes: MarkClasses;
}

/** The same, as rows ask for it. */
interface Hidden {
  readonly nullified: ReadonlySet<string>;
  readonly classes: MarkClasses;
}

/** A field of a hit; a null that a mask put there is told from one that was stored. */
function fieldView(name: string, value: unknown, { nullified, classes }: Hidden): TemplateResult {
  return html`<span class="field"><span class="muted">${text(name, 100)}</span> ${
    value === null && nullified.has(name)
      ? html`<mark class="hidden-text" title="hidden: made null">null</mark>`
      : html`<vg-text .text=${plainOf(value)} .classes=${classes} .field=${name} most="120" what="Field"></vg-text>`
  }</span>`;
}

function hitRow(hit: Hit, at: number, withDistance: boolean, hidden: Hidden): TemplateResult {
  const fields = Object.entries(hit.fields);
  return html`<tr>
    <td class="number">${at + 1}</td>
    ${withDistance ? html`<td class="number">${hit.distance === undefined ? '' : hit.distance.toPrecision(4)}</td>` : nothing}
    <td class="id mono">${text(hit.id, 200)}</td>
    <td class="wrap">
      ${hit.document === undefined ? nothing : html`<vg-text .text=${hit.document} .classes=${hidden.classes} .field=${'$document'} most="400" what="Document"></vg-text>`}
      ${
        fields.length === 0
          ? nothing
          : html`<div class="fields">${fields.slice(0, mostFields).map(([name, value]) => fieldView(name, value, hidden))}${fields.length > mostFields ? html`<span class="muted">… ${fields.length - mostFields} more fields</span>` : nothing}</div>`
      }
    </td>
  </tr>`;
}

/** The hits of an answer, query by query: a table, their distances, and where vectors were kept their place to each other. */
export function hitsView(
  { groups, measure }: Hits,
  { masked, classes }: HiddenInHits,
  shown: number,
  more: () => void,
): TemplateResult {
  const nullified = new Set(masked.filter(({ method }) => method === 'nullify').map(({ field }) => field));
  const hidden = { nullified, classes };
  const groupView = (group: HitGroup, at: number): TemplateResult => {
    const withDistance = group.hits.some(({ distance }) => distance !== undefined);
    const rows = most * shown;
    const left = group.hits.length - rows;
    return html`
      ${groups.length > 1 ? html`<h3>query ${at + 1}</h3>` : nothing}
      ${
        group.hits.length === 0
          ? html`<p class="muted">No record was found.</p>`
          : html`<div class="charts">${distancesView(group, measure)}${projectionView(group)}</div>
            <table>
              <thead><tr><th scope="col"><span aria-hidden="true">#</span><span class="unseen">place</span></th>
                ${withDistance ? html`<th scope="col">${measure}</th>` : nothing}<th scope="col">id</th><th scope="col">record</th></tr></thead>
              <tbody>${group.hits.slice(0, rows).map((hit, n) => hitRow(hit, n, withDistance, hidden))}</tbody>
            </table>
            ${left > 0 ? html`<p><button type="button" class="link" @click=${more}>show more of ${count(left)} further records</button></p>` : nothing}`
      }`;
  };
  return html`${groups.map(groupView)}`;
}
