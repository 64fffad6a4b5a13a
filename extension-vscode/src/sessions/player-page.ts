/**
 * The page in which the player runs: our one script and nothing else. It reaches no network; what it shows it asks of the
 * extension. `script` is the script's address in the page.
 */
export const playerPage = (script: string, nonce: string): string => `<!doctype html>
<html lang="en"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'nonce-${nonce}'; style-src 'nonce-${nonce}'; require-trusted-types-for 'script'">
<title>Session</title><style nonce="${nonce}">html,body{height:100%}body{padding:0;overflow:hidden}vg-player{height:100%}</style></head>
<body><script defer nonce="${nonce}" src="${script}"></script></body></html>`;
