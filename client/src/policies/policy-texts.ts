import { records, text } from '../api/read-json.ts';

/** Policies by their paths below their folder, sorted. */
export type PolicyTexts = readonly { readonly path: string; readonly text: string }[];

/** Those in an answer of the gateway. */
export const textsIn = (answer: Readonly<Record<string, unknown>>): PolicyTexts =>
  records(answer.files).map((file) => ({ path: text(file.path), text: text(file.text) }));
