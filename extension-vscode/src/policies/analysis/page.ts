export const escaped = (text: string): string =>
  text.replace(/[&<>"']/g, (mark) => `&#${mark.charCodeAt(0)};`);

/** A link that runs one of our commands. */
export const commandLink = (text: string, name: string, title: string, ...args: readonly unknown[]): string =>
  `<a href="command:${name}?${encodeURIComponent(JSON.stringify(args))}" title="${escaped(title)}">${escaped(text)}</a>`;

const style = `
:root{--more:var(--vscode-editorWarning-foreground);--less:var(--vscode-charts-blue);--line:var(--vscode-widget-border,var(--vscode-contrastBorder,var(--vscode-panel-border)))}
body{font:var(--vscode-font-size)/1.55 var(--vscode-font-family);color:var(--vscode-foreground);background:var(--vscode-editor-background);padding:1rem 1.5rem 2rem;max-width:76rem}
h1{font-size:1.25em;font-weight:600;margin:0 0 .25rem}h2{font-size:1em;font-weight:600;margin:1.5rem 0 .5rem}
p{margin:0 0 .5rem}.muted,th{color:var(--vscode-descriptionForeground)}
table{border-collapse:collapse;width:100%}th{font-weight:normal;text-align:start}
td,th{vertical-align:top;padding:.4rem 1.25rem .4rem 0;overflow-wrap:anywhere}tr{border-top:1px solid var(--line)}thead tr{border-top:0}
td p{margin:0}.number{text-align:end;white-space:nowrap}
.kind{font-weight:600;white-space:nowrap}.more{color:var(--more)}.less{color:var(--less)}
code{font-family:var(--vscode-editor-font-family);font-size:var(--vscode-editor-font-size)}
a{color:var(--vscode-textLink-foreground)}a:hover{color:var(--vscode-textLink-activeForeground)}
a:focus-visible,summary:focus-visible{outline:1px solid var(--vscode-focusBorder);outline-offset:2px}
summary{cursor:pointer;margin:1.5rem 0 .5rem}ul{margin:.5rem 0 0;padding-inline-start:1.25rem}
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

export const tableOf = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  `<table><thead><tr>${head.map((name) => `<th scope="col">${escaped(name)}</th>`).join('')}</tr></thead><tbody>${rows
    .map((cells) => `<tr>${cells.map((cell) => `<td>${cell}</td>`).join('')}</tr>`)
    .join('')}</tbody></table>`;

export const lines = (texts: readonly string[]): string =>
  texts.map((text) => `<p>${escaped(text)}</p>`).join('');
