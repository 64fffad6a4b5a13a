import { html, nothing, type TemplateResult } from 'lit';
import type { DecisionNode } from '../../decision/decision-tree.ts';
import { type NamedRule, placeText } from '../../decision/rule-place.ts';
import type { ReplayHost, RulePlace } from '../../host/replay-host.ts';
import { visibleText } from '../../text/visible-text.ts';
import { piecesView } from '../shared/pieces-view.ts';

const mostText = 2_000;

const text = (value: string) => piecesView(visibleText(value.slice(0, mostText)));

/** A rule by its name; with its place where the gateway tells it, and a way there where the host has one. */
export function ruleView({ rule, place }: NamedRule, host: ReplayHost | undefined): TemplateResult {
  if (place === undefined) return html`<code>${text(rule)}</code>`;
  return html`<code>${text(rule)}</code> ${placeView(place, host)}`;
}

/** File and line, and the way there where the host has one. */
function placeView(place: RulePlace, host: ReplayHost | undefined): TemplateResult {
  const at = placeText(place);
  if (host?.openRule === undefined) return html`<span class="muted">${text(at)}</span>`;
  return html`<button type="button" class="link" aria-label=${`open rule ${place.rule}, ${at}`}
    @click=${() => host.openRule?.(place)}>${text(at)}</button>`;
}

function nodeLine(node: DecisionNode, host: ReplayHost | undefined): TemplateResult {
  const { sign, kind, label, rule } = node;
  return html`${sign === '' ? nothing : html`<span class="sign ${kind}" aria-hidden="true">${sign}</span> `}<span
      class=${kind === 'plain' ? 'muted' : 'label'}>${text(label)}</span>
    ${rule === undefined ? nothing : html` ${ruleView(rule, host)}`}
    <span class="said">${text(node.text)}</span>
    ${node.place === undefined ? nothing : placeView(node.place, host)}`;
}

/** A decision as a tree of lists, all of it open; what has further lines can be closed. */
export const treeView = (
  nodes: readonly DecisionNode[],
  host: ReplayHost | undefined,
): TemplateResult => html`
  <ul class="tree">${nodes.map(
    (node) =>
      html`<li>${
        node.children.length === 0
          ? html`<div class="node">${nodeLine(node, host)}</div>`
          : html`<details open><summary>${nodeLine({ ...node, ...(node.rule && host?.openRule ? { rule: { policy: node.rule.policy, rule: node.rule.rule } } : {}) }, host)}</summary>${treeView(node.children, host)}</details>`
      }</li>`,
  )}</ul>`;
