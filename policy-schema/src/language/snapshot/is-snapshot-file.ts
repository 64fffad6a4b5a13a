/** Whether a path is that of a snapshot of what exists: a document of kind Catalog. */
export const isSnapshotFile = (path: string): boolean => /\.catalogue\.(ya?ml|json)$/.test(path);
