/** What a page of the replay is made of. */
export interface ReplayPage {
  /** Address of its script in the page. */
  readonly script: string;
  readonly nonce: string;
  readonly title: string;
}

/**
 * A page in which the replay runs: our one script and nothing else. It reaches no network; what it shows it asks of the
 * extension.
 */
export const replayPage = ({ script, nonce, title }: ReplayPage): string => `<!doctype html>
<html lang="en"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'nonce-${nonce}'; style-src 'nonce-${nonce}'; require-trusted-types-for 'script'">
<title>${title}</title><style nonce="${nonce}">html,body{height:100%}body{padding:0;overflow:hidden}vg-player,vg-replay,vg-archive{height:100%}</style></head>
<body><script defer nonce="${nonce}" src="${script}"></script></body></html>`;
