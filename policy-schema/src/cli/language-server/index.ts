export * from '../../test-run/answers/test-answers.ts';
export { addressedOnDisk } from './addressed-on-disk.ts';
export { runLanguageServer, serveParent } from './run-language-server.ts';
