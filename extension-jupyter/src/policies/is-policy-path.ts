/** Whether a file of this name holds policies. */
export const isPolicyPath = (path: string): boolean => /\.policy\.(ya?ml|json)$/.test(path);
