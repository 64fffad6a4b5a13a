import type { Facet, RecordFacets } from '@vectorgate/policy-schema/records-query';
import { html, nothing, type TemplateResult } from 'lit';
import { count } from '../../text/amounts.ts';
import { visibleLine } from '../../text/visible-text.ts';
import { lookedView } from './looked-view.ts';

/** The keys that are open at first; the rest is a press away. */
const usual = new Set(['who', 'collection', 'effect', 'rule', 'masked', 'unmasked']);
/** What most people look for first. */
const order = [
  'effect',
  'who',
  'rule',
  'unmasked',
  'masked',
  'answer',
  'tenant',
  'collection',
  'class',
  'code',
  'connection',
  'field',
  'group',
];

const rank = ({ key }: Facet): number => (order.indexOf(key) + order.length + 1) % (order.length + 1);

/** What stands in the found records, by key; a press on a value narrows the query to it. */
export function facetsView(
  { total, facets, looked }: RecordFacets,
  add: (key: string, value: string) => void,
): TemplateResult {
  const shown = facets.filter(({ values }) => values.length > 0).toSorted((a, b) => rank(a) - rank(b));
  return html`
    <p class="muted">${count(total.count)}${total.more ? '+' : ''} records</p>
    ${looked === undefined ? nothing : lookedView(looked)}
    ${shown.map(
      ({ key, values, more }) => html`
        <details ?open=${usual.has(key)}>
          <summary>${key}</summary>
          <ul>${values.map(
            ({ value, name, count: times, more: manyMore }) => html`
              <li><button type="button" class="plain facet" title=${visibleLine(`${key}:${value}`)} @click=${() => add(key, value)}>
                <span class="grow ellipsis">${visibleLine(name ?? value)}</span><span class="muted">${count(times)}${manyMore ? '+' : ''}</span>
              </button></li>`,
          )}</ul>
          ${more ? html`<p class="muted">There are more; the field above completes them.</p>` : nothing}
        </details>`,
    )}`;
}
