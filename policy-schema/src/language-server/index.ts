export * from '../test-run/answers/test-answers.ts';
export type { AddressedFiles } from './addressed-files.ts';
export { serve } from './serve.ts';
