/** What to do about a problem, one sentence; with the text to put in its place where that is all there is to it. */
export type Remedy = string | { readonly text: string; readonly replacement: string };
