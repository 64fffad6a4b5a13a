export { runLanguageServer, serveParent } from './run-language-server.ts';
export { serve } from './serve.ts';
export * from './test-answers.ts';
