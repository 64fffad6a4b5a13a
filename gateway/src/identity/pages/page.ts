import { createHash } from 'node:crypto';

const style = `
:root{color-scheme:light dark;--back:#f4f5f7;--card:#fff;--text:#1c2430;--soft:#55606e;--line:#c3cad3;--main:#0b5cad;--on-main:#fff}
@media (prefers-color-scheme:dark){:root{--back:#14181e;--card:#1e242c;--text:#e6eaf0;--soft:#a3adba;--line:#46515f;--main:#6cb2f7;--on-main:#0c1116}}
*{box-sizing:border-box}
body{margin:0;min-height:100vh;display:grid;place-items:center;padding:1rem;background:var(--back);color:var(--text);font:16px/1.5 system-ui,sans-serif}
main{width:100%;max-width:32rem;padding:1.75rem;background:var(--card);border:1px solid var(--line);border-radius:8px}
.product{margin:0 0 .75rem;color:var(--soft);font-size:.85rem;font-weight:600;letter-spacing:.04em}
h1{margin:0 0 .75rem;font-size:1.35rem}
p,li{overflow-wrap:anywhere}
code{padding:.1rem .3rem;background:var(--back);border-radius:3px}
dl{margin:0 0 1rem;padding:.75rem 1rem;background:var(--back);border-radius:4px}
dt{color:var(--soft);font-size:.85rem}
dd{margin:0 0 .5rem;font-weight:600;overflow-wrap:anywhere}
dd:last-child{margin:0}
form{display:flex;flex-wrap:wrap;gap:.75rem}
label{flex:1 0 100%;color:var(--soft);font-size:.85rem}
label input{display:block;width:100%;margin:.25rem 0 0;padding:.55rem .75rem;font:600 1.25rem/1.4 ui-monospace,monospace;letter-spacing:.12em;color:var(--text);background:var(--card);border:1px solid var(--soft);border-radius:4px}
a,button{display:inline-block;padding:.55rem 1rem;font:inherit;font-weight:600;color:var(--on-main);background:var(--main);border:0;border-radius:4px;text-decoration:none;cursor:pointer}
.quiet{color:var(--text);background:transparent;box-shadow:inset 0 0 0 1px var(--soft)}
:focus-visible{outline:3px solid var(--main);outline-offset:2px}
`;

/** For the Content-Security-Policy: the one style sheet that our pages carry. */
export const pageStyleHash = `'sha256-${createHash('sha256').update(style).digest('base64')}'`;

/** Makes text safe inside HTML, attributes included. */
export const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`);

/** One thing that the reader can do next. */
export type PageAction =
  | { readonly label: string; readonly href: string }
  | { readonly label: string; readonly post: string };

/** A question that is answered with one of two buttons: `answer` is posted as `yes` or `no`. */
export interface PageQuestion {
  readonly post: string;
  /** Goes along with the answer, so that only this page can give it. */
  readonly nonce: string;
  readonly yes: string;
  readonly no: string;
}

/** A form: what goes along unseen, perhaps one field to fill in, and its buttons; the first is the one to press. */
export interface PageForm {
  readonly post: string;
  readonly hidden: Readonly<Record<string, string>>;
  readonly field?: { readonly name: string; readonly label: string; readonly value: string };
  readonly buttons: readonly {
    readonly label: string;
    readonly name?: string;
    readonly value?: string;
  }[];
}

const formHtml = ({ post, hidden, field, buttons }: PageForm): string => {
  const unseen = Object.entries(hidden).map(
    ([name, value]) => `<input type="hidden" name="${escapeHtml(name)}" value="${escapeHtml(value)}">`,
  );
  const filled =
    field &&
    `<label>${escapeHtml(field.label)}<input type="text" name="${escapeHtml(field.name)}" value="${escapeHtml(field.value)}" autocomplete="off" autocapitalize="characters" spellcheck="false" autofocus></label>`;
  const pressed = buttons.map(({ label, name, value }, i) => {
    const says = name === undefined ? '' : ` name="${escapeHtml(name)}" value="${escapeHtml(value ?? '')}"`;
    const focus = i === 0 ? (field ? '' : ' autofocus') : ' class="quiet"';
    return `<button type="submit"${says}${focus}>${escapeHtml(label)}</button>`;
  });
  return `<form method="post" action="${escapeHtml(post)}">${unseen.join('')}${filled ?? ''}${pressed.join('')}</form>`;
};

const questionHtml = ({ post, nonce, yes, no }: PageQuestion): string =>
  formHtml({
    post,
    hidden: { nonce },
    buttons: [
      { label: yes, name: 'answer', value: 'yes' },
      { label: no, name: 'answer', value: 'no' },
    ],
  });

const factsHtml = (facts: readonly (readonly [string, string])[]): string =>
  `<dl>${facts.map(([term, value]) => `<dt>${escapeHtml(term)}</dt><dd>${escapeHtml(value)}</dd>`).join('')}</dl>\n`;

const actionHtml = (action: PageAction): string =>
  'href' in action
    ? `<a href="${escapeHtml(action.href)}">${escapeHtml(action.label)}</a>`
    : `<form method="post" action="${escapeHtml(action.post)}"><button type="submit">${escapeHtml(action.label)}</button></form>`;

/** A small page of ours: a title, perhaps facts, paragraphs, a list and one thing to do or to answer. No script. Texts are escaped here. */
export function page(
  title: string,
  paragraphs: readonly string[],
  more: {
    facts?: readonly (readonly [term: string, value: string])[];
    list?: readonly string[];
    action?: PageAction;
    question?: PageQuestion;
    form?: PageForm;
  } = {},
): string {
  const list = more.list?.length
    ? `<ul>${more.list.map((item) => `<li>${escapeHtml(item)}</li>`).join('')}</ul>`
    : '';
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)} · VectorGate</title><style>${style}</style></head>
<body><main><p class="product">VectorGate</p><h1>${escapeHtml(title)}</h1>
${more.facts ? factsHtml(more.facts) : ''}${paragraphs.map((text) => `<p>${escapeHtml(text)}</p>`).join('\n')}
${list}${more.action ? actionHtml(more.action) : ''}${more.question ? questionHtml(more.question) : ''}${more.form ? formHtml(more.form) : ''}</main></body></html>
`;
}
