import type { ProviderPerson } from './provider-person.ts';

const style = `
:root { color-scheme: light dark; --back: #f4f5f7; --card: #fff; --text: #1c2430; --soft: #55606e; --line: #c3cad3; --main: #0b5cad; --on-main: #fff; --bad: #a1260d; }
@media (prefers-color-scheme: dark) { :root { --back: #14181e; --card: #1e242c; --text: #e6eaf0; --soft: #a3adba; --line: #46515f; --main: #6cb2f7; --on-main: #0c1116; --bad: #ff9c8a; } }
* { box-sizing: border-box; }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; padding: 1rem; background: var(--back); color: var(--text); font: 16px/1.5 system-ui, sans-serif; }
main { width: 100%; max-width: 26rem; padding: 1.75rem; background: var(--card); border: 1px solid var(--line); border-radius: 8px; }
h1 { margin: 0 0 .25rem; font-size: 1.35rem; } p { margin: 0 0 1rem; color: var(--soft); }
label { display: block; margin-bottom: .25rem; font-weight: 600; }
input { width: 100%; margin-bottom: 1rem; padding: .55rem .65rem; font: inherit; color: inherit; background: var(--back); border: 1px solid var(--line); border-radius: 4px; }
button { width: 100%; padding: .65rem; font: inherit; font-weight: 600; color: var(--on-main); background: var(--main); border: 0; border-radius: 4px; cursor: pointer; }
:focus-visible { outline: 3px solid var(--main); outline-offset: 2px; }
.trouble { padding: .6rem .75rem; color: var(--bad); border: 1px solid currentColor; border-radius: 4px; }
h2 { margin: 1.5rem 0 .35rem; font-size: 1rem; } table { width: 100%; border-collapse: collapse; font-size: .92rem; }
th, td { padding: .3rem .5rem .3rem 0; text-align: left; border-top: 1px solid var(--line); } th { font-weight: 600; }
`;

const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`);

/** The sign-in page: plain HTML, no script, works by keyboard alone. `trouble` is read out by screen readers. */
export function signInPage(
  action: string,
  people: readonly ProviderPerson[],
  login = '',
  trouble?: string,
): string {
  const rows = people
    .map(
      (p) =>
        `<tr><td>${escapeHtml(p.login)}</td><td>${escapeHtml(p.name)}</td><td>${escapeHtml(p.groups.join(', ')) || 'no group'}</td></tr>`,
    )
    .join('');
  const field = (
    name: string,
    label: string,
    type: string,
    complete: string,
    value: string,
    focus: boolean,
  ): string =>
    `<label for="${name}">${label}</label><input id="${name}" name="${name}" type="${type}" autocomplete="${complete}" autocapitalize="none" spellcheck="false" required value="${escapeHtml(value)}"${focus ? ' autofocus' : ''}${trouble === undefined ? '' : ' aria-describedby="trouble"'}>`;
  const known = login !== '';
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Sign in · demo identity provider</title><style>${style}</style></head>
<body><main>
<h1>Sign in</h1><p>Demo identity provider, standing in for your company’s own.</p>
${trouble === undefined ? '' : `<p class="trouble" id="trouble" role="alert">${escapeHtml(trouble)}</p>`}
<form method="post" action="${escapeHtml(action)}">
${field('login', 'Login', 'text', 'username', login, !known)}
${field('password', 'Password', 'password', 'current-password', '', known)}
<button type="submit">Sign in</button>
</form>
<h2 id="people">Made-up demo accounts</h2>
<p>Nobody here is real. Each password is the same word as the login.</p>
<table aria-labelledby="people"><thead><tr><th scope="col">Login</th><th scope="col">Name</th><th scope="col">Groups</th></tr></thead><tbody>${rows}</tbody></table>
</main></body></html>
`;
}

/** A page that says one thing. */
export function messagePage(title: string, text: string): string {
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)} · demo identity provider</title><style>${style}</style></head>
<body><main><h1>${escapeHtml(title)}</h1><p>${escapeHtml(text)}</p></main></body></html>
`;
}
