import { plainLine } from '@vectorgate/replay-ui/records';

/** Of one line: whoever decides by it is shown all that a change of thousands of collections names. */
const longest = 200_000;

/** Names in it come from recorded requests: what would hide or reorder is shown as what it is. */
export const escaped = (text: string): string =>
  plainLine(text, longest).replace(/[&<>"']/g, (mark) => `&#${mark.charCodeAt(0)};`);

/** A link that runs one of our commands. */
export const commandLink = (text: string, name: string, title: string, ...args: readonly unknown[]): string =>
  `<a href="command:${name}?${encodeURIComponent(JSON.stringify(args))}" title="${escaped(title)}">${escaped(text)}</a>`;

const style = `
:root{--more:var(--vscode-editorWarning-foreground);--less:var(--vscode-charts-blue);--line:var(--vscode-widget-border,var(--vscode-contrastBorder,var(--vscode-panel-border)))}
body{font:var(--vscode-font-size)/1.55 var(--vscode-font-family);color:var(--vscode-foreground);background:var(--vscode-editor-background);padding:1rem 1.5rem 2rem;max-width:56rem}
h1{font-size:1.25em;font-weight:600;margin:0 0 .25rem}h2{font-size:1em;font-weight:600;margin:0}
p{margin:0;overflow-wrap:anywhere}main>p{margin:0 0 .75rem}.muted{color:var(--vscode-descriptionForeground)}
.rows{list-style:none;margin:0;padding:0}.rows>li{border-top:1px solid var(--line);padding:.6rem 0}
.kind{font-weight:600}.sign{display:inline-block;min-width:1.5em;text-indent:0}.more{color:var(--more)}.less{color:var(--less)}
.changes{margin:.25rem 0}.changes p{padding-inline-start:1.5em;text-indent:-1.5em}
a{color:var(--vscode-textLink-foreground)}a:hover{color:var(--vscode-textLink-activeForeground)}.muted a{text-decoration:underline}
a:focus-visible,summary:focus-visible{outline:1px solid var(--vscode-focusBorder);outline-offset:2px}
summary{cursor:pointer;margin:1rem 0 .5rem}.notes{margin:1rem 0 0;padding-inline-start:1.25rem}
`;

/** A page that runs no script: what can be pressed is a link to one of our commands. */
export const page = (title: string, body: string, nonce: string): string => `<!doctype html>
<html lang="en"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'nonce-${nonce}'">
<title>${escaped(title)}</title><style nonce="${nonce}">${style}</style></head><body><main>
<h1>${escaped(title)}</h1>
${body}
</main></body></html>`;

export const troublePage = (title: string, text: string, nonce: string): string =>
  page(
    title,
    text
      .split('\n')
      .map((line) => `<p>${escaped(line)}</p>`)
      .join(''),
    nonce,
  );

/** Parts of a page one below the other, with a line between them. */
export const rowsOf = (rows: readonly string[]): string =>
  `<ul class="rows">${rows.map((row) => `<li>${row}</li>`).join('')}</ul>`;

/** What happens, by a sign and its word; the sign is for eyes only. */
export const kindHtml = (sign: string, word: string, isMore: boolean): string =>
  `<span class="sign ${isMore ? 'more' : 'less'}" aria-hidden="true">${sign}</span><span class="kind">${escaped(word)}</span>`;
