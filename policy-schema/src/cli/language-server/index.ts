export * from '../../test-run/answers/test-answers.ts';
export { runLanguageServer, serveParent } from './run-language-server.ts';
export { serve } from './serve.ts';
