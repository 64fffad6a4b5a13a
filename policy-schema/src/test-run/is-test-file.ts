/** Whether a path is that of tests of policies. */
export const isTestFile = (path: string): boolean => /\.policy-test\.(ya?ml|json)$/.test(path);
