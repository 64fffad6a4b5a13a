/** Whether a file of this name holds policies. */
export const isPolicyPath = (path: string): boolean => /\.policy\.(ya?ml|json)$/.test(path);

/** Whether a file of this name holds tests of policies. */
export const isPolicyTestPath = (path: string): boolean => /\.policy-test\.(ya?ml|json)$/.test(path);

/** Whether it is one of either. */
export const isLanguagePath = (path: string): boolean => isPolicyPath(path) || isPolicyTestPath(path);
