/** Formats of an export, each with the ending of its file. */
export const exportFormats = ['vgsession', 'jsonl', 'csv'] as const;
/** What of the recorded parts is in an export. */
export const exportBodies = ['none', 'request', 'all'] as const;
