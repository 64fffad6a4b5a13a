/** What to do about a problem, one sentence; with the text to put in its place where that is all there is to it. */
export type Remedy = string | { readonly text: string; readonly replacement: string };

/** The two apart, as problems and diagnostics hold them. */
export const remedyParts = (remedy: Remedy): { readonly remedy: string; readonly replacement?: string } =>
  typeof remedy === 'string' ? { remedy } : { remedy: remedy.text, replacement: remedy.replacement };
