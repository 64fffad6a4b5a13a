/** Whether a file of this name holds policies. */
export const isPolicyPath = (path: string): boolean => /\.policy\.(ya?ml|json)$/.test(path);

/** Whether a file of this name holds tests of policies. */
export const isPolicyTestPath = (path: string): boolean => /\.policy-test\.(ya?ml|json)$/.test(path);

/** Whether a file of this name is a snapshot of what exists. */
export const isCataloguePath = (path: string): boolean => /\.catalogue\.(ya?ml|json)$/.test(path);

/** Whether it is one of them. */
export const isLanguagePath = (path: string): boolean =>
  isPolicyPath(path) || isPolicyTestPath(path) || isCataloguePath(path);
