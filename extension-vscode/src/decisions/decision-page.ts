import { plainLine } from '@vectorgate/replay-ui/records';
import { absoluteTime } from '../words/relative-time.ts';
import { upperFirst } from '../words/upper-first.ts';
import type { DecisionView, RuleStep } from './decision-view.ts';

/** Names in it come from programs: what would hide or reorder is shown as what it is. */
const escaped = (text: string): string =>
  plainLine(text, 2_000).replace(/[&<>"']/g, (mark) => `&#${mark.charCodeAt(0)};`);

const command = (name: string, ...args: readonly unknown[]): string =>
  `command:${name}?${encodeURIComponent(JSON.stringify(args))}`;

/** Sign and word of an effect: never colour alone. */
export function effectWords(decision: DecisionView): { sign: string; word: string; kind: string } {
  if (decision.monitored && decision.effect !== 'allow')
    return { sign: '◌', word: 'monitored: would be refused', kind: 'monitor' };
  if (decision.effect === 'require-approval') return { sign: '⏳', word: 'needs approval', kind: 'approval' };
  if (decision.effect === 'deny' || decision.refused) return { sign: '⊘', word: 'refused', kind: 'deny' };
  if (decision.masked.length > 0) return { sign: '▒', word: 'delivered, masked', kind: 'mask' };
  return { sign: '✓', word: 'allowed', kind: 'allow' };
}

const style = `
:root{--allow:var(--vscode-testing-iconPassed,var(--vscode-charts-green));--deny:var(--vscode-editorError-foreground,var(--vscode-errorForeground));
--mask:var(--vscode-charts-blue);--approval:var(--vscode-editorWarning-foreground);--monitor:var(--vscode-descriptionForeground)}
body{font:var(--vscode-font-size)/1.55 var(--vscode-font-family);color:var(--vscode-foreground);background:var(--vscode-editor-background);
padding:1rem 1.5rem 2rem;max-width:56rem}
h1{font-size:1.25em;font-weight:600;margin:0 0 .75rem;display:flex;flex-wrap:wrap;gap:.25rem .75rem;align-items:baseline}
h2{font-size:1em;font-weight:600;margin:1.5rem 0 .5rem}
.effect{font-weight:600}
.allow{color:var(--allow)}.deny{color:var(--deny)}.mask{color:var(--mask)}.approval{color:var(--approval)}.monitor{color:var(--monitor)}
.why{border-inline-start:3px solid currentcolor;padding:.25rem 0 .25rem .75rem;margin:0 0 1rem}
.why p{margin:0;color:var(--vscode-foreground)}
dl{display:grid;grid-template-columns:max-content 1fr;gap:.25rem 1rem;margin:0}
dt,.muted{color:var(--vscode-descriptionForeground)}dd{margin:0;overflow-wrap:anywhere}
code{font-family:var(--vscode-editor-font-family);font-size:var(--vscode-editor-font-size)}
a{color:var(--vscode-textLink-foreground)}a:hover{color:var(--vscode-textLink-activeForeground)}
a:focus-visible{outline:1px solid var(--vscode-focusBorder);outline-offset:2px}
ul{list-style:none;margin:0;padding:0}
li{border-top:1px solid var(--vscode-widget-border,var(--vscode-contrastBorder,var(--vscode-panel-border)));padding:.5rem 0}
li p{margin:0}
`;

const place = ({ file, line }: RuleStep): string =>
  file === ''
    ? ''
    : `<a href="${command('vectorgate.openPolicy', file, line)}" title="Open policy">${escaped(`${file}:${line}`)}</a>`;

const rule = (step: RuleStep): string => `
<li><p><code>${escaped(step.rule)}</code> <span class="muted">${escaped(
  [step.effect, step.outcome].filter(Boolean).join(' · '),
)}</span></p>${step.text === '' ? '' : `<p>${escaped(step.text)}</p>`}
<p class="muted">${[escaped(step.policy), place(step)].filter(Boolean).join(' · ')}</p></li>`;

const row = (name: string, html: string): string => (html === '' ? '' : `<dt>${name}</dt><dd>${html}</dd>`);

/**
 * The page of one decision. It runs no script: what can be pressed is a link to one of our commands. `nonce` is for its
 * style. Times are exact: the page stays open.
 */
export function decisionPage(decision: DecisionView, nonce: string): string {
  const { sign, word, kind } = effectWords(decision);
  const why = [decision.why, decision.next]
    .filter(Boolean)
    .map((text) => `<p>${escaped(upperFirst(text))}</p>`);
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'nonce-${nonce}'">
<title>Decision</title><style nonce="${nonce}">${style}</style></head><body><main>
<h1><span class="effect ${kind}"><span aria-hidden="true">${sign} </span>${escaped(word)}</span> <span>${escaped(decision.what)}</span></h1>
${why.length === 0 ? '' : `<div class="why ${kind}">${why.join('')}</div>`}
<dl>
${row('who', escaped(decision.who))}
${row('connection', escaped(decision.connection))}
${row('asked', escaped(decision.asked.join(', ')))}
${row('changed', escaped(decision.changes.join('; ')))}
${row('masked', escaped(decision.masked.join(', ')))}
${row('when', escaped(absoluteTime(decision.time)))}
${row('policy', escaped(decision.revision === '' ? '' : `revision ${decision.revision}`))}
${row('session', decision.session === '' ? '' : `<a href="${command('vectorgate.openSession', decision.session, decision.id)}">open at this step</a>`)}
${row('decision', `<code>${escaped(decision.id)}</code> <a href="${command('vectorgate.copyDecisionId', decision.id)}" aria-label="Copy decision id">copy</a>`)}
${row('next', decision.rules.length === 0 ? '' : `<a href="${command('vectorgate.makePolicyTest', decision.id)}">make a policy test of this decision</a>`)}
</dl>
<h2>Rules</h2>
${
  decision.rules.length === 0
    ? '<p class="muted">No rule permits this, so it is refused.</p>'
    : `<ul>${decision.rules.map(rule).join('')}</ul>`
}
</main></body></html>`;
}

/** The page in place of a decision that cannot be shown. */
export function decisionTroublePage(message: string, next: string, nonce: string): string {
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'nonce-${nonce}'">
<title>Decision</title><style nonce="${nonce}">${style}</style></head><body><main>
<h1><span class="effect approval"><span aria-hidden="true">⚠ </span>This decision cannot be shown</span></h1>
<p>${escaped(upperFirst(message))}</p><p>${escaped(next)}</p></main></body></html>`;
}
