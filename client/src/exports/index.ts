export { guardsAt } from './guards-at.ts';
export { type ExportWriting, exportSize, writeExport } from './write-export.ts';
